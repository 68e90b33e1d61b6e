"""The network that reads text: words and wordpieces (`text`), the ONNX session (`network`)."""
