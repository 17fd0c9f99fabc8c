"""POST /chat."""

from typing import Any

from easycrm.chat.answering import answer, parse_question
from easycrm.handlers.api.answers import answer_json, api, body_of, lambda_handler
from easycrm.handlers.reading_wiring import leads_reader
from easycrm.handlers.wiring import chat_assistant, decisions
from easycrm.times import today

app = api()


@app.post("/chat")
def chat() -> Any:
    question = parse_question(body_of(app))
    return answer_json(200, answer(question, leads_reader(), decisions(), chat_assistant(), today()))


handler = lambda_handler(app)
