"""Problem pages: what went wrong, whether anything was saved, what to do next; never a detail of the server."""

from typing import NamedTuple, cast
from uuid import UUID

from flask import Flask, Response, abort, current_app, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError

from webapp.persistence.outage import RETRY_SECONDS, is_outage
from webapp.tenancy import HostShut
from webapp.web.htmx import VARY, is_fragment_request
from webapp.web.once import led_on
from webapp.web.refused import Refused
from webapp.web.shell import Link


def uuid_or_404(text: str) -> UUID:
    """An id that came with a request; a text that is none is nothing's."""
    try:
        return UUID(text)
    except ValueError:
        abort(404)


class Text(NamedTuple):
    """Heading and advice of one problem page, in Chinese."""

    title: str
    advice: str


TEXTS = {
    400: Text("这次请求没有成功", "可能是页面打开太久，或者内容不完整。请返回上一页，刷新后再试一次。"),
    403: Text("您不能打开这一页", "这一页只对有权限的人开放。如果您认为应当可以打开，请联系工会工作人员。"),
    404: Text("没有找到这个页面", "网址可能写错了，或者内容已经移走。请检查网址，或者回到首页。"),
    405: Text("这个页面不能这样打开", "请回到首页，从页面上的按钮或链接进入。"),
    409: Text("情况已经变化", "您打开页面之后，这件事已经有了新的进展。请重新打开页面，看看最新情况。"),
    413: Text("文件或内容太大", "请减小文件或分几次上传。照片可以先用手机压缩。"),
    415: Text("不支持这种文件", "请换一种格式再试。"),
    422: Text("填写的内容有误", "请返回上一页，按提示改正。"),
    429: Text("操作太频繁", "请稍等几分钟再试。"),
    500: Text("系统出了问题", "不是您的操作造成的。请过几分钟再试；如果一直这样，请联系工会工作人员。"),
    503: Text("系统暂时忙不过来", "不是您的操作造成的。请等一两分钟再试。"),
}
SHUT_TEXT = Text(
    "这里暂停服务", "本地的规则暂时读不出来，所以不能办理，正在修复。已提交的申请和资料都还在。请过些时候再来。"
)
CSRF_TEXT = Text("页面已经过期", "为了安全，请返回上一页，刷新后重新提交。")
FAULTS_OF_WHAT_WAS_SENT: dict[type[Exception], int] = {StaleDataError: 409, DataError: 400}
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Problem(HTTPException):
    """A refusal with a sentence for the user: `raise Problem(409, "这件申请刚刚已由另一位工作人员处理。")`.

    `title` where the usual heading of the code says something else; `back` is a link to where he can go on.
    """

    def __init__(self, code: int, message: str, *, title: str = "", back: Link | None = None) -> None:
        super().__init__(description=message)
        self.code = code
        self.message = message
        self.title = title
        self.back = back


def _text_of(error: HTTPException) -> Text:
    if isinstance(error, CSRFError):
        return CSRF_TEXT
    if isinstance(error, HostShut):
        return SHUT_TEXT
    code = error.code or 500
    known = TEXTS.get(code) or TEXTS[400 if code < 500 else 500]
    if isinstance(error, Problem):
        return Text(error.title or known.title, error.message)
    return known


def _saved_sentence() -> str:
    if g.get("commit_unsure"):
        return "刚才提交的内容可能没有保存。请过一两分钟先看看有没有，再决定要不要重新提交。"
    return "您刚才提交的内容没有保存。" if request.method in UNSAFE else "您的资料没有任何改动。"


def _render(text: Text, code: int, back: Link | None = None) -> Response:
    template = "web/_problem.html" if is_fragment_request() else "web/problem.html"
    try:
        body = render_template(template, problem=text, code=code, saved=_saved_sentence(), back=back)
    except Exception as error:
        if is_outage(error):
            return _put_off(error)
        current_app.logger.exception("the problem page itself failed")
        body = (
            f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{text.title}</title><h1>{text.title}</h1>'
            f"<p>{_saved_sentence()}</p>"
        )
    response = make_response(body, code)
    response.vary.update(VARY)
    return response


def answer(error: HTTPException) -> Response | HTTPException:
    """The page of a refusal; what is no refusal (a redirect) is given back. A form that was taken a moment ago is not refused."""
    if error.code is None or error.code < 400:
        return error
    if error.code < 500 and (before := led_on()) is not None:
        return before
    response = _render(_text_of(error), error.code, getattr(error, "back", None))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _refuse(refused: Refused) -> Response:
    return cast(Response, answer(Problem(409, str(refused))))


def _fail(error: InternalServerError) -> Response:
    return _put_off(error) if is_outage(error.original_exception) else _render(TEXTS[500], 500)


def _refuse_what_was_sent(error: Exception) -> Response:
    """A row that is gone was another's to change, and what fits into no column was the sender's to shorten."""
    if is_outage(error):
        return _refuse_for_now(error)
    code = next((code for kind, code in FAULTS_OF_WHAT_WAS_SENT.items() if isinstance(error, kind)), None)
    if code is None:
        raise error
    current_app.logger.error("refused: %s", type(error).__name__, exc_info=error)
    return _render(TEXTS[code], code)


def _refuse_for_now(error: Exception) -> Response:
    """An outage becomes a 503; every other error goes its way."""
    if not is_outage(error):
        raise error
    current_app.logger.error("put off: %s", type(getattr(error, "orig", None) or error).__name__)
    return _put_off(error)


def _put_off(_error: Exception) -> Response:
    """A page that asks neither session nor database for anything: they may be what is away."""
    name = "web/_problem.html" if is_fragment_request() else "web/unavailable.html"
    template = current_app.jinja_env.get_template(name)
    body = template.render(problem=TEXTS[503], saved=_saved_sentence(), back=None)
    response = make_response(body, 503, {"Retry-After": str(RETRY_SECONDS)})
    response.vary.update(VARY)
    return response


def init_app(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.register_error_handler(SQLAlchemyError, _refuse_what_was_sent)
    app.register_error_handler(OSError, _refuse_for_now)
    app.register_error_handler(Refused, _refuse)
    app.register_error_handler(HTTPException, answer)
    app.register_error_handler(InternalServerError, _fail)
