"""The component: layer, meta, record, settings."""

import pytest
import spacy
from spacy.tokens import DocBin

import lawnlp
from lawnlp.errors import InputError
from lawnlp.pipeline import baseline_pipeline
from lawnlp.records import check_record, doc_to_record

TEXT = "首页 > 义乌市人民政府 > 公告\n义乌市人民政府2024年法治政府建设情况报告\n一、主要举措和成效\n市委、市政府听取市司法局汇报。"


@pytest.fixture(scope="module")
def nlp():
    return baseline_pipeline()


def test_record_and_meta(nlp):
    record = doc_to_record(nlp(TEXT), id="a")
    assert check_record(record) == []
    assert record["meta"] == {
        "title": "义乌市人民政府2024年法治政府建设情况报告",
        "issuer": "义乌市人民政府",
        "region": "金华市义乌市",
        "year": 2024,
        "level": "county",
    }
    assert [i["text"] for i in record["institutions"]] == ["义乌市人民政府", "市委", "市政府", "市司法局"]
    assert {i["text"]: i["canonical"] for i in record["institutions"]}["市司法局"] == "义乌市司法局"


def test_views_and_what_survives_a_docbin(nlp):
    doc = nlp(TEXT)
    assert doc._.meta.code == "330782"
    assert doc._.meta.evidence["issuer"] == "义乌市人民政府"
    assert [i.canonical for i in doc._.institutions][1] == "中共义乌市委员会"
    [again] = DocBin().from_bytes(DocBin(store_user_data=True, docs=[doc]).to_bytes()).get_docs(nlp.vocab)
    assert again._.meta == doc._.meta
    assert spacy.blank("zh")("甲县")._.meta is None


def test_a_further_table_of_places(tmp_path):
    path = tmp_path / "places.csv"
    path.write_text("code,name,level,parent\n910000,甲乙省,province,\n910100,丙丁市,city,910000\n910102,戊己区,county,910100\n", encoding="utf-8")
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "lawnlp.Tokenizer.v1"}}})
    nlp.add_pipe("lawnlp_institutions", config={"divisions": str(path)})
    record = lawnlp.analyze("戊己区人民政府2024年法治政府建设情况报告\n区司法局牵头。", nlp=nlp)
    assert record["meta"]["region"] == "丙丁市戊己区"
    assert record["institutions"][-1]["canonical"] == "丙丁市戊己区司法局"


def test_a_table_that_cannot_be_read_is_one_line(tmp_path):
    nlp = spacy.blank("zh")
    with pytest.raises(InputError, match="lawnlp_institutions: divisions:"):
        nlp.add_pipe("lawnlp_institutions", config={"divisions": str(tmp_path / "none.csv")})


def test_a_lone_line_taken_for_residue_is_read_all_the_same():
    nlp = lawnlp.load()
    doc = nlp("区司法局牵头。")
    assert [i.span.text for i in doc._.institutions] == ["区司法局"]
    assert len(doc._.paragraphs) == 1


def test_without_a_learned_decision_no_score_is_claimed(nlp):
    assert all("score" not in i for i in doc_to_record(nlp(TEXT))["institutions"])


def test_a_brigade_of_the_police_behind_a_neighbour_may_be_of_the_county_or_of_its_city():
    doc = lawnlp.load()("秭归县人民政府2024年法治政府建设情况报告\n一、主要举措\n县自然资源局、公安局食药环侦大队联合执法12次。")
    names = {i.span.text: i.canonical for i in doc._.institutions}
    assert names["县自然资源局"] == "宜昌市秭归县自然资源局"
    assert names["公安局食药环侦大队"] is None
