// What the pages gain from a script: nothing here is needed to use them, and nothing reads HTML from anywhere.
(() => {
  "use strict";
  const quote = document.getElementById("quote");
  if (quote && !location.hash) quote.scrollIntoView({ block: "center" });

  // Files that are too large together are refused before they are sent.
  for (const form of document.querySelectorAll("form[data-most]")) {
    const files = form.querySelector("input[type=file]");
    files.addEventListener("change", () => {
      const bytes = [...files.files].reduce((sum, file) => sum + file.size, 0);
      files.setCustomValidity(bytes > Number(form.dataset.most) ? form.dataset.tooMuch : "");
      files.reportValidity();
    });
  }

  // How far adding is, until it is done; then the page with its results.
  const job = document.getElementById("job");
  const look = async () => {
    try {
      const answer = await fetch(job.dataset.state);
      if (!answer.ok) return location.reload();
      const state = await answer.json();
      if (state.finished) return location.reload();
      document.getElementById("done").textContent = state.done;
      job.querySelector("progress").value = state.done;
    } catch { /* the server may be busy: ask again */ }
    setTimeout(look, 700);
  };
  if (job) setTimeout(look, 400);
})();
