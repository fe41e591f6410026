// Hands over the launch data, which stands in the fragment and so reaches no server by itself.
const launch = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData");
history.replaceState(null, "", location.pathname + location.search);
if (launch) {
  const form = document.getElementById("launch");
  form.elements.init_data.value = launch;
  form.submit();
} else {
  document.getElementById("opening").hidden = true;
  document.getElementById("outside").hidden = false;
}
