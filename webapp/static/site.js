// What plain HTML cannot do: move the focus to what went wrong, say that the network failed, send a form once.
"use strict";
(function () {
  var LOST = "网络不通，刚才的操作没有完成。您填写的内容还在，请稍后再点一次。";
  var BROKEN = "系统出了问题，刚才的操作没有完成。您填写的内容还在，请过几分钟再试。";

  function say(text) {
    var box = document.getElementById("trouble");
    if (box) box.textContent = text;
  }

  function focusProblem(root) {
    var found = root.querySelector("#error-summary, #problem");
    if (found) found.focus();
    return found;
  }

  function markTitle() {
    var wrong = document.getElementById("error-summary") !== null;
    var title = document.title.replace(/^错误：/, "");
    document.title = wrong ? "错误：" + title : title;
  }

  function release(form) {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach(function (button) {
      button.removeAttribute("aria-disabled");
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    focusProblem(document);
    var files = document.querySelector("[data-photos]");
    if (files) {
      var script = document.createElement("script");
      script.src = files.dataset.photos;
      document.head.appendChild(script);
    }
    document.querySelectorAll("[data-print]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () { window.print(); });
    });
  });

  // A form goes out once; offline it does not go out at all, so nothing typed is lost to an error page.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.shrinking) {
      event.preventDefault();
      event.stopImmediatePropagation();
      form.dataset.wanted = "1";
      return;
    }
    if (form.dataset.sent || navigator.onLine === false) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!form.dataset.sent) say(LOST);
      return;
    }
    form.dataset.sent = "1";
    form.querySelectorAll("button").forEach(function (button) {
      button.setAttribute("aria-disabled", "true");
    });
    if (form.enctype !== "multipart/form-data") window.setTimeout(release, 10000, form);
  }, true);

  // An officer is told five minutes before his session ends, and one press keeps it.
  var ends = document.getElementById("session-ends");
  function warn() {
    var box = document.getElementById("trouble"), button = document.createElement("button");
    box.textContent = "还有不到 5 分钟登录就到期了。";
    button.type = "button";
    button.className = "button button--secondary";
    button.textContent = "继续办理";
    button.addEventListener("click", function () {
      fetch(location.href, { method: "HEAD" }).then(function (answer) {
        if (!answer.ok || answer.redirected) return say(BROKEN);
        say("");
        ends.remove();
        window.setTimeout(warn, 20 * 60000);
      }, function () { say(LOST); });
    });
    box.appendChild(button);
  }
  if (ends) window.setTimeout(warn, Math.max(0, Date.parse(ends.dataset.ends) - Date.now() - 300000));

  window.addEventListener("pageshow", function (event) {
    if (event.persisted) document.querySelectorAll("form").forEach(release);
  });

  document.addEventListener("click", function (event) {
    var link = event.target.closest("a");
    if (!link) return;
    if (link.closest("#error-summary") && link.hash) {
      var field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (field) {
        event.preventDefault();
        field.focus();
        (field.closest(".field") || field).scrollIntoView();
      }
    } else if (link.hasAttribute("data-care-toggle")) {
      event.preventDefault();
      var on = document.documentElement.getAttribute("data-mode") !== "care";
      document.cookie = "care=" + (on ? 1 : 0) + "; path=/; max-age=31536000; samesite=lax";
      if (on) document.documentElement.setAttribute("data-mode", "care");
      else document.documentElement.removeAttribute("data-mode");
      link.textContent = on ? "标准版" : "关怀版";
    }
  });

  document.addEventListener("htmx:beforeRequest", function () { say(""); });
  document.addEventListener("htmx:sendError", function () { say(LOST); });
  document.addEventListener("htmx:timeout", function () { say(LOST); });
  document.addEventListener("htmx:responseError", function () { say(BROKEN); });
  document.addEventListener("htmx:afterRequest", function (event) {
    var form = event.detail.elt.closest("form");
    if (form) release(form);
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    markTitle();
    var target = event.detail.target;
    if (!focusProblem(target) && document.activeElement === document.body) {
      target.setAttribute("tabindex", "-1");
      target.focus();
    }
  });
})();
