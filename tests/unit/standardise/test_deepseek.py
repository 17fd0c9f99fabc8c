"""The client and the server's moods."""

import json

import pytest

from easycrm.deepseek.client import Clock, DeepSeek
from easycrm.deepseek.costs import Usage
from easycrm.errors import AssistantRefused, AssistantUnavailable
from tests.support.assistants import FakeClock
from tests.support.deepseek_server import RETIRED

DATA = json.dumps({"columns": ["E-Mail"], "rows": [["k1", [[0, "ana.li@tin-sparrow.example"]]]]})
MESSAGES = [{"role": "system", "content": "id json"}, {"role": "user", "content": f"\n---\n{DATA}\n---"}]


@pytest.fixture
def time():
    return FakeClock()


def ask(server, time, model="deepseek-flash", key=lambda _fresh: "good", deadline=60.0):
    return DeepSeek(server.url, model, key, time.clock()).complete(MESSAGES, 300, deadline)


def test_the_answer_is_text_and_tokens(deepseek, time):
    answer = ask(deepseek, time)
    assert json.loads(answer.text)["rows"][0][:3] == ["k1", "Ana", "Li"]
    assert answer.usage.input > 0
    assert answer.usage.output > 0


def test_it_asks_for_json_without_thinking(deepseek, time):
    ask(deepseek, time)
    sent = deepseek.requests[0]
    assert sent["thinking"] == {"type": "disabled"}
    assert sent["response_format"] == {"type": "json_object"}
    assert sent["model"] == "deepseek-flash"


def test_blank_lines_of_the_queue_are_no_answer(deepseek, time):
    deepseek.moods = ["queued"]
    assert json.loads(ask(deepseek, time).text)["rows"]


@pytest.mark.parametrize("mood", ["429", "500", "503", "dropped"])
def test_what_may_pass_is_tried_again_later_and_later(mood, deepseek, time):
    deepseek.moods = [mood] * 3
    assert ask(deepseek, time).text
    assert time.slept == [1.0, 2.0, 4.0]


def test_retry_after_is_obeyed(deepseek, time):
    deepseek.moods = ["429 7"]
    ask(deepseek, time)
    assert time.slept == [7.0]


def test_a_retry_after_beyond_the_deadline_is_not_waited_for(deepseek, time):
    deepseek.moods = ["429 90"]
    with pytest.raises(AssistantUnavailable):
        ask(deepseek, time)
    assert time.slept == []


def test_trying_again_ends_at_the_deadline(deepseek, time):
    deepseek.then = "503"
    with pytest.raises(AssistantUnavailable):
        ask(deepseek, time, deadline=10.0)
    assert time.at < 10


@pytest.mark.parametrize(("mood", "code"), [("400", "badRequest"), ("402", "noCredit"), ("422", "badRequest")])
def test_what_will_not_pass_is_never_tried_again(mood, code, deepseek, time):
    deepseek.moods = [mood]
    with pytest.raises(AssistantRefused) as refused:
        ask(deepseek, time)
    assert (refused.value.code, len(deepseek.requests)) == (code, 1)


def test_a_retired_model_is_refused(deepseek, time):
    with pytest.raises(AssistantRefused):
        ask(deepseek, time, model=RETIRED)
    assert len(deepseek.requests) == 1


def test_a_key_that_was_changed_is_fetched_once_more(deepseek, time):
    assert ask(deepseek, time, key=lambda fresh: "good" if fresh else "old").text
    assert deepseek.keys == ["old", "good"]


def test_a_wrong_key_is_refused_after_it_was_fetched_anew(deepseek, time):
    with pytest.raises(AssistantRefused) as refused:
        ask(deepseek, time, key=lambda _fresh: "wrong")
    assert (refused.value.code, len(deepseek.requests)) == ("badKey", 2)


@pytest.mark.parametrize("mood", ["hangs", "silent"])
def test_a_server_that_hangs_for_ever_is_left_at_the_deadline(mood, deepseek):
    deepseek.then = mood
    clock = Clock()
    with pytest.raises(AssistantUnavailable):
        DeepSeek(deepseek.url, "m", lambda _fresh: "good", clock).complete(MESSAGES, 300, clock.now() + 0.2)


def test_nobody_at_the_address_is_no_answer(time):
    with pytest.raises(AssistantUnavailable):
        DeepSeek("http://127.0.0.1:9", "m", lambda _fresh: "k", time.clock()).complete(MESSAGES, 300, 5.0)


def test_blanks_instead_of_json_are_an_empty_answer(deepseek, time):
    deepseek.moods = ["blanks"]
    assert ask(deepseek, time).text == ""


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        ({"prompt_tokens": 9, "prompt_cache_hit_tokens": 4, "completion_tokens": 2}, (9, 4, 2)),
        ({"prompt_tokens": 9, "prompt_tokens_details": {"cached_tokens": 4}, "completion_tokens": 2}, (9, 4, 2)),
        ({"prompt_tokens": 9, "completion_tokens": 2}, (9, 0, 2)),
        ({}, (0, 0, 0)),
    ],
)
def test_tokens_are_read_from_any_compatible_server(usage, expected):
    assert Usage.of(usage) == expected


@pytest.mark.parametrize(
    "url", ["http://api.deepseek.example", "http://localhost@127.0.0.2", "http://127.0.0.1.example", "ftp://localhost"]
)
def test_nothing_is_sent_where_somebody_on_the_way_could_read_it(url):
    asked = []

    def key(fresh):
        asked.append(fresh)
        return "good"

    with pytest.raises(AssistantRefused) as refused:
        DeepSeek(url, "m", key).complete(MESSAGES, 300, deadline=float("inf"))
    assert (refused.value.code, asked) == ("notHttps", [])
