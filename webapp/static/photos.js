// Forms with files on a weak line: photographs are made smaller before they are sent and the page says so, a bar shows how far they are,
// and what did not arrive stays chosen. Loaded by site.js where a page has a field for files; without it the files go out as they are.
"use strict";
(function () {
  // As the server keeps them (webapp/decoding/limits.py): what is long and narrow keeps a width that can be read.
  var LONG_SIDE = 2400;
  var SHORT_SIDE = 1200;
  var SMALL = 400 * 1024;
  var QUALITY = 0.75;
  var LOST = "网络不通，文件没有传完。选好的文件和填写的内容都还在，请再点一次。";

  function say(text) {
    var box = document.getElementById("trouble");
    if (box) box.textContent = text;
  }

  function words(bytes) {
    return bytes < 1048576 ? Math.ceil(bytes / 1024) + " KB" : (bytes / 1048576).toFixed(1) + " MB";
  }

  function note(input) {
    var found = document.getElementById(input.id + "-sent");
    if (!found) {
      found = document.createElement("p");
      found.className = "hint";
      found.id = input.id + "-sent";
      found.setAttribute("role", "status");
      input.insertAdjacentElement("afterend", found);
    }
    return found;
  }

  function drawn(file, bitmap) {
    var shorter = Math.min(bitmap.width, bitmap.height);
    var scale = Math.min(1, Math.max(LONG_SIDE / Math.max(bitmap.width, bitmap.height), SHORT_SIDE / shorter));
    var canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return new Promise(function (resolve) {
      canvas.toBlob(function (blob) {
        var smaller = blob && blob.size < file.size;
        resolve(smaller ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file);
      }, "image/jpeg", QUALITY);
    });
  }

  function made(file) {
    if (file.type !== "image/jpeg" || file.size <= SMALL) return Promise.resolve(file);
    return createImageBitmap(file, { imageOrientation: "from-image" }).then(drawn.bind(null, file), function () { return file; });
  }

  function shrink(input) {
    var form = input.form, before = Array.prototype.slice.call(input.files);
    if (!window.createImageBitmap || !window.DataTransfer || !before.length) return;
    form.dataset.shrinking = "1";
    Promise.all(before.map(made)).then(function (after) {
      var kept = new DataTransfer(), lines = [];
      after.forEach(function (file, at) {
        kept.items.add(file);
        if (file !== before[at]) lines.push(before[at].name + "：已缩小，" + words(before[at].size) + " → " + words(file.size));
      });
      if (lines.length) input.files = kept.files;
      note(input).textContent = lines.join("；");
    }).catch(function () { return null; }).then(function () {
      delete form.dataset.shrinking;
      if (form.dataset.wanted) {
        delete form.dataset.wanted;
        form.requestSubmit();
      }
    });
  }

  function chosen(form) {
    return Array.prototype.some.call(form.querySelectorAll("input[type=file]"), function (input) { return input.files.length > 0; });
  }

  function bar(form) {
    var found = form.querySelector("progress");
    if (!found) {
      found = document.createElement("progress");
      found.setAttribute("aria-label", "正在上传");
      found.max = 100;
      form.appendChild(found);
    }
    found.value = 0;
    return found;
  }

  function free(form) {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach(function (button) { button.removeAttribute("aria-disabled"); });
    var shown = form.querySelector("progress");
    if (shown) shown.remove();
  }

  // A page of this site that goes on from the form; neither one that only says what is wrong, nor a page of somebody on the way.
  function goesOn(page) {
    return page.querySelector("#main") !== null && page.querySelector("#problem") === null;
  }

  function told(page) {
    var advice = page.querySelector("#problem .lead");
    return advice ? advice.textContent + "选好的文件和填写的内容都还在。" : LOST;
  }

  // A form that comes back because of another field keeps its files; a file that is wrong itself has to be chosen anew.
  function carry(form, page) {
    if (!window.DataTransfer) return;
    form.querySelectorAll("input[type=file]").forEach(function (input) {
      var same = page.getElementById(input.id);
      var lost = page.getElementById(input.id + "-lost");
      if (!same || !lost || !input.files.length) return;
      var kept = new DataTransfer();
      Array.prototype.forEach.call(input.files, function (file) { kept.items.add(file); });
      same.files = kept.files;
      lost.remove();
    });
  }

  function show(page, address) {
    document.title = page.title;
    document.body.replaceWith(page.body);
    history.pushState(null, "", address);
    if (window.htmx) window.htmx.process(document.body);
    window.scrollTo(0, 0);
    var first = document.querySelector("#error-summary, #problem, #main");
    if (first) first.focus();
  }

  function send(form, button) {
    var request = new XMLHttpRequest(), shown = bar(form), data = new FormData(form);
    if (button && button.name) data.append(button.name, button.value);
    say("");
    request.upload.addEventListener("progress", function (event) {
      if (event.lengthComputable) shown.value = (event.loaded / event.total) * 100;
    });
    request.addEventListener("error", function () { free(form); say(LOST); });
    request.addEventListener("load", function () {
      var page = new DOMParser().parseFromString(request.responseText, "text/html");
      if (!goesOn(page)) {
        free(form);
        say(told(page));
        return;
      }
      carry(form, page);
      leaving = true;
      show(page, request.responseURL);
      leaving = false;
    });
    request.open("POST", form.action);
    request.send(data);
  }

  var leaving = false;

  document.addEventListener("change", function (event) {
    if (event.target.type === "file" && event.target.form) shrink(event.target);
  });

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.enctype !== "multipart/form-data" || !chosen(form)) {
      leaving = form.method === "post";
      return;
    }
    event.preventDefault();
    send(form, event.submitter);
  });

  // What was chosen and not sent is asked about.
  window.addEventListener("beforeunload", function (event) {
    var waiting = Array.prototype.some.call(document.querySelectorAll("form[enctype='multipart/form-data']"), chosen);
    if (waiting && !leaving) {
      event.preventDefault();
      event.returnValue = "";
    }
  });

  document.querySelectorAll("input[type=file]").forEach(function (input) {
    if (input.form && input.files.length) shrink(input);
  });
})();
