"""The page: gradio's widgets around the reception. Every listener is private; none takes an earlier turn.

The text is shown through gr.Markdown, as blocks of HTML that `escape` made inert; gradio's sanitiser and the
content security policy stand behind it. gr.HTML and `js=` build functions from strings, which that policy forbids.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.turn import Language
from assistant.web.escape import escape
from assistant.web.page_words import LANGUAGES, words
from assistant.web.reception import Reception
from assistant.web.settings import WebSettings

LANGUAGE_NAMES: dict[Language, str] = {"zh": "中文", "en": "English"}


@dataclass(frozen=True)
class _Widgets:
    masthead: gr.Markdown
    language: gr.Radio
    earlier: gr.Markdown
    current: gr.Markdown
    question: gr.Textbox
    send: gr.Button
    clear: gr.Button
    open_library: gr.Button
    close: gr.Button
    back: gr.Button
    pane: gr.Markdown
    pressed: gr.Textbox
    press: gr.Button

    @property
    def worded(self) -> list[Any]:
        """The widgets whose words change with the language, in the order of `_worded`."""
        return [
            self.masthead, self.earlier, self.current, self.question, self.send, self.clear,
            self.open_library, self.close, self.back, self.pane,
        ]  # fmt: skip


def build_page(reception: Reception, settings: WebSettings) -> gr.Blocks:
    """The chat page over `reception`."""
    with gr.Blocks(title=words("zh").title, analytics_enabled=False, fill_width=True) as page:
        widgets = _lay_out(settings)
        _listen(page, widgets, reception, settings)
    page.queue(max_size=settings.waiting, default_concurrency_limit=settings.concurrency, api_open=False)
    return page


def _lay_out(settings: WebSettings) -> _Widgets:
    text = words("zh")
    with gr.Row(elem_id="top"):
        masthead = _html("masthead", _masthead("zh"))
        language = gr.Radio(
            [(LANGUAGE_NAMES[code], code) for code in LANGUAGES],
            value="zh", show_label=False, container=False, elem_id="language",
        )  # fmt: skip
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="chat", scale=5):
            with gr.Column(elem_id="talk"):
                earlier, current = _html("earlier"), _html("current")
            with gr.Row(elem_id="asking"):
                question = gr.Textbox(
                    placeholder=text.question_hint, label=text.question_label, show_label=False, container=False,
                    lines=1, max_lines=4, max_length=settings.box_characters, elem_id="question", scale=8,
                )  # fmt: skip
                send = gr.Button(text.send, variant="primary", elem_id="send", min_width=72, scale=1)
                clear = gr.Button(text.clear, elem_id="clear", min_width=72, scale=1)
                open_library = gr.Button(text.library, elem_id="open-library", min_width=72, scale=1)
        with gr.Column(elem_id="beside", scale=4):
            with gr.Row(elem_id="pane-bar"):
                close = gr.Button(text.close, elem_id="close-document", size="sm", min_width=72)
                back = gr.Button(text.back, elem_id="library", elem_classes="act", size="sm", min_width=72)
            pane = _html("document")
    pressed = gr.Textbox(visible="hidden", max_length=40, elem_id="pressed")
    press = gr.Button("", visible="hidden", elem_id="press")
    return _Widgets(
        masthead, language, earlier, current, question, send, clear, open_library, close, back, pane, pressed, press
    )


def _html(identity: str, value: str = "") -> gr.Markdown:
    return gr.Markdown(value, elem_id=identity, latex_delimiters=[], sanitize_html=True, container=False)


def _listen(page: gr.Blocks, widgets: _Widgets, reception: Reception, settings: WebSettings) -> None:
    shared: dict[str, Any] = {
        "api_visibility": "private",
        "show_progress": "hidden",
        "concurrency_limit": settings.concurrency,
    }

    def ask(question: str, language: str, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        session, code = _session(request), _language(language)
        earlier = reception.earlier(session, code) if reception.has_asked(session) else ""
        yield "", earlier, ""
        for html in reception.ask(session, question, code):
            yield gr.skip(), gr.skip(), html

    def press(button: str, language: str, request: gr.Request) -> str:
        return reception.press(_session(request), button, _language(language))

    def begin_anew(language: str, request: gr.Request) -> tuple[str, str, str]:
        session, code = _session(request), _language(language)
        reception.begin_anew(session)
        return reception.welcome(code), "", reception.pane(session, code)

    def reword(language: str, request: gr.Request) -> list[Any]:
        return _worded(reception, _session(request), _language(language))

    def arrive(request: gr.Request) -> list[Any]:
        accepted = str(request.headers.get("accept-language", "")).strip().lower()
        preferred: Language = "zh" if accepted.startswith("zh") or not accepted else "en"
        asked = str(request.query_params.get("lang", ""))
        language = next((code for code in LANGUAGES if code == asked), preferred)
        return [language, *_worded(reception, _session(request), language)]

    asked = {"inputs": [widgets.question, widgets.language]}
    shown = {"outputs": [widgets.question, widgets.earlier, widgets.current]}
    gr.on([widgets.send.click, widgets.question.submit], ask, **asked, **shown, **shared)
    widgets.press.click(press, [widgets.pressed, widgets.language], [widgets.pane], **shared)
    widgets.clear.click(begin_anew, [widgets.language], [widgets.earlier, widgets.current, widgets.pane], **shared)
    widgets.language.input(reword, [widgets.language], widgets.worded, **shared)
    page.load(arrive, None, [widgets.language, *widgets.worded], **shared)


def _worded(reception: Reception, session: str, language: Language) -> list[Any]:
    text = words(language)
    return [
        _masthead(language),
        reception.earlier(session, language),
        "",
        gr.update(placeholder=text.question_hint, label=text.question_label),
        *(gr.update(value=label) for label in (text.send, text.clear, text.library, text.close, text.back)),
        reception.pane(session, language),
    ]


def _masthead(language: Language) -> str:
    text = words(language)
    rooms = "".join(
        f'<a href="{path}?lang={language}">{escape(name)}</a>'
        for path, name in (("/ledger", text.ledger), ("/library", text.library_page))
    )
    return (
        f'<div lang="{language}"><h1>{escape(text.title)}</h1>'
        f'<p><span class="subtitle">{escape(text.subtitle)}</span> <span class="rooms">{rooms}</span></p></div>'
    )


def _session(request: gr.Request) -> str:
    return str(request.session_hash or "")


def _language(written: str) -> Language:
    return next((code for code in LANGUAGES if code == written), "zh")
