"""Reading QR codes as phones do: jsQR, in the place of the browser's own detector."""

import base64
from pathlib import Path

from playwright.async_api import Page

from tests.support.process import ROOT
from tests.support.programs import needed_node_modules

NODE = ROOT / "tests" / "js"
JSQR = NODE / "node_modules" / "jsqr" / "dist" / "jsQR.js"

READ = """
globalThis.readQrCode = (picture, width, height) => {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.imageSmoothingQuality = "high";
    context.drawImage(picture, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    return jsQR(data, width, height)?.data ?? null;
};
"""

DETECTOR = """
globalThis.BarcodeDetector = class {
    static getSupportedFormats() {
        return Promise.resolve(["qr_code"]);
    }

    async detect(video) {
        const rawValue = readQrCode(video, video.videoWidth, video.videoHeight);
        return rawValue === null ? [] : [{ rawValue }];
    }
};
"""
"""What Chromium has on Android and macOS, and not on Linux."""


def reader() -> str:
    """A script that defines `readQrCode`; without jsQR, the test is skipped."""
    needed_node_modules(NODE)
    return JSQR.read_text() + READ


def detector() -> str:
    """A script that gives a page a `BarcodeDetector`."""
    return reader() + DETECTOR


async def read_picture(page: Page, picture: bytes, width: int, height: int) -> str | None:
    """What a QR code in a PNG says when the picture has this size."""
    if not await page.evaluate("() => Boolean(globalThis.readQrCode)"):
        # A last value that Playwright does not take for a function to call.
        await page.evaluate(f"{reader()} null")
    return await page.evaluate(
        """async ([picture, width, height]) => {
            const bytes = Uint8Array.from(atob(picture), (each) => each.charCodeAt(0));
            return readQrCode(await createImageBitmap(new Blob([bytes])), width, height);
        }""",
        [base64.b64encode(picture).decode(), width, height],
    )


async def film(page: Page, path: Path) -> None:
    """Write what a page shows as a film for a fake camera: one JPEG after another is MJPEG."""
    path.write_bytes(await page.screenshot(type="jpeg", quality=90))
