// Blocks of code: each has a button that copies what is in it.

// Says to a screen reader what cannot be heard otherwise.
const announcer = document.createElement("div");
announcer.className = "announcer";
announcer.setAttribute("role", "status");
document.body.append(announcer);

// The code as it is written between the fences, without the last line's end.
function codeOf(pre) {
  return pre.querySelector("code").textContent.replace(/\n$/u, "");
}

function showCopied(button) {
  button.classList.add("copied");
  // The same words again would not be read out.
  announcer.textContent = announcer.textContent === "Copied" ? "Copied again" : "Copied";
}

function copyButton(pre) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy-code";
  const language = pre.dataset.language;
  button.setAttribute("aria-label", language ? `Copy ${language} code` : "Copy code");
  return button;
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest(".copy-code") : null;
  if (button && bridge) {
    bridge.copy_text(codeOf(button.parentElement), () => showCopied(button));
  }
});
// There are no timers here: how long the answer stays is the length of its animation.
document.addEventListener("animationend", (event) => event.target.classList.remove("copied"));

preparations.push((content) => {
  for (const code of content.querySelectorAll("pre:not(.diagram, .notice-source) > code")) {
    code.parentElement.append(copyButton(code.parentElement));
  }
});
