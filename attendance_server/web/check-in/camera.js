/** Reading QR codes with this device's camera, where the browser can (`BarcodeDetector`). @module */

/** Milliseconds between two looks at the picture. */
const PAUSE = 100;

const QR_CODE = "qr_code";

/**
 * @typedef {{ detect: (picture: HTMLVideoElement) => Promise<{ rawValue: string }[]> }} Detector
 * @typedef {{
 *     new (options: { formats: string[] }): Detector, getSupportedFormats: () => Promise<string[]>,
 * }} Detectors
 */

/** @returns {Detectors | undefined} which TypeScript does not know of */
const detectors = () => Reflect.get(globalThis, "BarcodeDetector");

/** Whether this browser can read QR codes, and has a camera to offer. */
export async function canScan() {
    if (!navigator.mediaDevices?.getUserMedia) {
        return false;
    }
    try {
        const formats = await detectors()?.getSupportedFormats();
        return Boolean(formats?.includes(QR_CODE));
    } catch {
        return false;
    }
}

/**
 * Show the camera's picture until a QR code is in it. Raises `DOMException` if the user or the
 * browser refuses the camera, and the signal's reason when it is aborted.
 *
 * @param {HTMLVideoElement} video @param {AbortSignal} signal
 * @returns {Promise<string>} what the QR code holds
 */
export async function scan(video, signal) {
    const Detector = /** @type {Detectors} */ (detectors());
    const detector = new Detector({ formats: [QR_CODE] });
    const stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: "environment" },
    });
    try {
        signal.throwIfAborted();
        video.srcObject = stream;
        await video.play();
        for (;;) {
            const [first] = await detector.detect(video);
            signal.throwIfAborted();
            if (first) {
                return first.rawValue;
            }
            await new Promise((resolve) => {
                setTimeout(resolve, PAUSE);
            });
            signal.throwIfAborted();
        }
    } finally {
        stream.getTracks().forEach((track) => track.stop());
        video.srcObject = null;
    }
}
