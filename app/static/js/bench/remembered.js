// The devices that were judged last on this phone, so that nobody types them again. They are nobody's own.

const DEVICES = "bench devices";
const MOST_DEVICES = 12;

function rememberedDevices(practical) {
  const all = JSON.parse(localStorage.getItem(DEVICES) ?? "[]");
  const here = all.filter((each) => each.practical === practical.id);
  return [...here, ...all.filter((each) => each.practical !== practical.id)].filter(
    (each, place, found) => found.findIndex((other) => same(each, other)) === place,
  );
}

function rememberDevice(practical, brand, model) {
  const device = { practical: practical.id, brand, model };
  const others = JSON.parse(localStorage.getItem(DEVICES) ?? "[]").filter(
    (each) => each.practical !== practical.id || !same(each, device),
  );
  localStorage.setItem(DEVICES, JSON.stringify([device, ...others].slice(0, MOST_DEVICES)));
}

function same(one, other) {
  return one.brand === other.brand && one.model === other.model;
}
