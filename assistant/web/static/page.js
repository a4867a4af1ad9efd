// Every button of ours carries the class "act" and says in its id what it does. Nothing here reads HTML from anywhere.
(() => {
  const box = () => document.querySelector("#question textarea, #question input");

  const write = (field, text) => {
    const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set;
    setter.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const press = (id) => {
    write(document.querySelector("#pressed textarea, #pressed input"), id);
    setTimeout(() => document.querySelector("#press").click(), 30);
  };

  const ask = (text) => {
    write(box(), text);
    setTimeout(() => document.querySelector("#send").click(), 30);
  };

  const showDocument = (open) => document.body.classList.toggle("document-open", open);

  const inView = (element, block) => {
    if (element) element.scrollIntoView({ block, behavior: "auto" });
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.id === "close-document") showDocument(false);
    if (button.id === "open-library") showDocument(true);
    if (!button.classList.contains("act")) return;
    if (button.classList.contains("example")) return ask(button.textContent);
    if (button.classList.contains("goto")) {
      return inView(document.getElementById(button.id.replace("goto-", "clause-")), "start");
    }
    showDocument(true);
    press(button.id);
  });

  const followDocument = () => {
    const quote = document.getElementById("quote");
    if (quote) inView(quote, "center");
    else if (document.querySelector("#document .paper, #document .library")) {
      document.getElementById("document").scrollTop = 0;
    }
  };
  const followTalk = () => {
    const talk = document.getElementById("talk");
    const asked = talk && talk.querySelector("#current .question");
    if (asked) inView(asked, "start");
  };
  const followLanguage = () => {
    const talk = document.querySelector("#masthead [lang]");
    if (talk) document.documentElement.lang = talk.lang;
  };

  const watch = (id, follow) => {
    const element = document.getElementById(id);
    if (!element) return false;
    new MutationObserver(follow).observe(element, { childList: true, subtree: true });
    return true;
  };
  const wanted = new Map([["document", followDocument], ["current", followTalk], ["masthead", followLanguage]]);
  const start = () => {
    for (const [id, follow] of wanted) if (watch(id, follow)) wanted.delete(id);
    followLanguage();
    if (wanted.size) setTimeout(start, 100);
  };
  start();
})();
