/* Two things that the page must do for the check: say so if its script did not come, and let it hold the form back. */
(function () {
  document.addEventListener(
    "error",
    function (event) {
      if (event.target.id !== "passwave-js") {
        return;
      }
      document.querySelectorAll(".passwave-note").forEach(function (note) {
        note.textContent = note.dataset.text;
      });
    },
    true,
  );

  // Themes give comment forms "novalidate"; then no field that is required holds them back.
  document.querySelectorAll(".passwave-check").forEach(function (check) {
    var form = check.closest("form");
    if (form) {
      form.noValidate = false;
    }
  });
})();
