// "The nearest to me": asks the phone where it is and sends that in the body of one request. Nothing is kept.
"use strict";
(function () {
  var form = document.querySelector("form[data-locate]");
  if (!form || !navigator.geolocation) return;
  var problem = form.querySelector("[data-locate-problem]");
  form.hidden = false;

  function say(text) {
    problem.textContent = text;
    problem.hidden = !text;
  }

  form.addEventListener("submit", function (event) {
    if (form.elements.lat.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say("正在定位……");
    navigator.geolocation.getCurrentPosition(function (found) {
      form.elements.lat.value = found.coords.latitude.toFixed(5);
      form.elements.lon.value = found.coords.longitude.toFixed(5);
      say("");
      delete form.dataset.sent;
      form.requestSubmit();
    }, function () {
      say("没有得到您的位置。请在手机里允许定位后再试，或者按地区查找。");
      delete form.dataset.sent;
      form.querySelectorAll("[aria-disabled]").forEach(function (button) { button.removeAttribute("aria-disabled"); });
    }, { timeout: 10000, maximumAge: 60000 });
  });

  window.addEventListener("pageshow", function () {
    form.elements.lat.value = form.elements.lon.value = "";
  });
})();
