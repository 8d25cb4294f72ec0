"""The packaged English pronouncing dictionaries, unchanged; `dictionary.py` has the rules."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from functools import cache

from audiobuild.pronunciation.en.world_names import WORLD_NAMES
from audiobuild.pronunciation.tables import table
from audiobuild.resources import packaged

Entry = str | Mapping[str, str | None]

#: Words and names missing from the dictionaries, in their notation.
NEW_WORDS: dict[str, str] = table(
    """
    TOML tˈɑmᵊl, REPL ɹˈɛpᵊl, CMOS sˈimˌɑs, DAO dˈW, JAXA ʤˈæksə, KAIST kˈIst, BERT bˈɜɹt, TED tˈɛd, RAG ɹˈæɡ
    DALL dˈɑl, Ctrl kəntɹˈOl
    nginx ˈɛnʤᵻnˌɛks, sudo sˈudu, JSON ʤˈAsən, YAML jˈæmᵊl, PyTorch pˈItˌɔɹʧ, kubectl kjˌubkəntɹˈOl, npm ˌɛnpiˈɛm
    MySQL mˌIsˈikwᵊl, PostgreSQL pˈOstɡɹɛsˌkjuˌɛl, Postgres pˈOstɡɹɛs, SQLite ˌɛskjuˈɛllˌIt, NoSQL nˌOsˈikwᵊl
    OAuth ˈOˌɔθ, Grafana ɡɹəfˈɑnə, Ansible ˈænsəbᵊl, SciPy sˈIpˌI, enum ˈinˌʌm, config kˈɑnfˌɪɡ, stdin ˈɛstˌidˈɪn
    stdout ˈɛstˌidˈWt, DevOps dˈɛvˌɑps, PaaS pˈæs, Django ʤˈæŋɡO, Vite vˈit, Nuxt nˈʌkst, Figma fˈɪɡmə, Vercel vəɹsˈɛl
    Jupyter ʤˈupəTəɹ, CUDA kˈudə, Ethereum ɪθˈɪɹiəm, Airbnb ˈɛɹbiˌɛnbˈi, Shopify ʃˈɑpəfˌI, Erlang ˈɜɹlˌæŋ
    Trello tɹˈɛlO, Qwen kwˈɛn, Temu tˈimu, Shein ʃˈiˌɪn, Pinduoduo pˌɪndwˌOdwˈO, Anthropic ænθɹˈɑpɪk, OpenAI ˌOpᵊnAˈI
    acai ˌɑsɑˈi, Saoirse sˈɪɹʃə, Schrödinger ʃɹˈOdɪŋəɹ, Schrodinger ʃɹˈOdɪŋəɹ, Poincaré pwˌæŋkɑɹˈA, Llama lˈɑmə
    LaTeX lˈɑtˌɛk, pip pˈɪp, regex ɹˈɛʤˌɛks, repo ɹˈipˌO, localhost lˈOkᵊlhˌOst, subreddit sʌbɹˈɛdɪt, Redis ɹˈɛdɪs
    Gradle ɡɹˈAdᵊl, Maven mˈAvən, Scala skˈɑlə, Deno dˈinO, Rustacean ɹʌstˈAʃən, Celery sˈɛləɹi, Numpy nˈʌmpˌI
    NumPy nˈʌmpˌI, Keras kˈɛɹəs, Gitee ɡˈɪtˌi, Weibo wˈAbˌO, Douyin dˈOjˌɪn, Bilibili bˈilibˈili, Zhihu ʤˈɜɹhˌu
    Meituan mˈAtwˈɑn, Didi dˈidi, BYD bˌiwIdˈi, Nio nˈiO, Huawei wˈɑwˌA, Xpeng ˈɛkspˌʌŋ, Mixue mˈiʃwˌA, Luckin lˈʌkɪn
    wifi wˈIfˌI, podcast pˈɑdkˌæst, blog blˈɑɡ, iPhone ˈIfˌOn, iPad ˈIpˌæd, YouTube jˈutˌub, GitHub ɡˈɪthˌʌb
    Wikipedia wˌɪkipˈidiə, Kubernetes kˌubəɹnˈATiz, Alibaba ˌælibˈɑbə, Huawei wˈɑwˌA, Tencent tˈɛnsˌɛnt, Baidu bˈIdˌu
    Xiaomi ʃˈWmi, TikTok tˈɪktˌɑk, WeChat wˈiʧˌæt, Taobao tˈWbˌW, Lenovo lənˈOvO
    """
)


#: Corrections: misaki's dictionaries give another word's sound, or a rare one.
CORRECTED: dict[str, str] = table(
    """
    Goethe ɡˈɜɹTə, Siobhan ʃəvˈɔn, async ˈAsˌɪŋk, tofu tˈOfˌu, Mobile mˈObᵊl, Ok ˌOkˈA, OK ˌOkˈA, Reno ɹˈinO
    Manet mənˈA, Chopin ʃˈOpæn, Camus kæmˈu
    Xi ʃˈi, Xu ʃˈu, regex ɹˈɛʤˌɛks, Ansible ˈænsəbᵊl, pandas pˈændəz, Sol sˈɑl
    """
)


@cache
def entries(name: str) -> Mapping[str, Entry]:
    """One dictionary: "gold" and "silver" are misaki's, "names" is what CMUdict adds to them (in lower case)."""
    path = packaged(f"pronunciation/en/words/us_{name}.json.gz")
    return json.loads(gzip.decompress(path.read_bytes()))  # type: ignore[no-any-return]


def listed(word: str, use: str) -> str | None:
    """The phonemes of `word` as spelled, None if not listed; `use` (VERB, VBN) selects one of several forms."""
    ours = CORRECTED.get(word) or WORLD_NAMES.get(word)
    if ours:
        return ours
    for name in ("gold", "silver"):
        entry = entries(name).get(word)
        if isinstance(entry, str):
            return entry
        if entry is not None:
            return entry.get(use) or entry["DEFAULT"]
    return NEW_WORDS.get(word)


def name(word: str) -> str | None:
    """The phonemes of a lower-case word that only CMUdict lists, mostly names; None if it does not."""
    entry = entries("names").get(word)
    if isinstance(entry, str):
        return entry
    return None


def tidied(sound: str) -> str:
    """Phonemes of the dictionaries converted to the symbols this model was trained with."""
    return sound.replace("ɾ", "T").replace("ʔ", "t")
