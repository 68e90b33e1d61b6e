"""Export a trained network: ONNX, attention fused, weights int8."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions

from sayso.encoder.network import OUTPUTS
from training.net import Net, base

INPUTS = ("ids", "mask", "features")


def export(weights: Path, out: Path) -> Path:
    """Write ``attribution.onnx`` (int8), ``tokenizer.json`` and ``settings.json`` (the learned scores of place)
    into ``out``; returns it, at once if the network is there."""
    if (out / "attribution.onnx").exists():
        return out
    out.mkdir(parents=True, exist_ok=True)
    net = Net(attention="eager")  # the fusion knows no other form
    net.load_state_dict(torch.load(weights, weights_only=True, map_location="cpu"))
    net.eval()
    with tempfile.TemporaryDirectory() as folder:
        plain, fused = Path(folder) / "plain.onnx", Path(folder) / "fused.onnx"
        _to_onnx(net, plain)
        _fuse(plain, fused)
        _quantise(fused, Path(folder) / "int8.onnx")
        _compare(net, Path(folder) / "int8.onnx")
        shutil.copyfile(Path(folder) / "int8.onnx", out / "attribution.part")
    shutil.copyfile(base() / "tokenizer.json", out / "tokenizer.json")
    place = {name: np.round(getattr(net, name).detach().numpy(), 5).tolist() for name in ("none", "distance", "breaks")}
    (out / "settings.json").write_text(json.dumps({"place": place}), encoding="utf-8")
    (out / "attribution.part").replace(out / "attribution.onnx")  # last, and at once: it says that all is there
    return out


def _sample(rows: int, width: int) -> tuple[torch.Tensor, ...]:
    ids = torch.randint(1000, 20000, (rows, width), generator=torch.Generator().manual_seed(1))
    mask = torch.ones_like(ids)
    mask[-1, width // 2 :] = 0
    return ids, mask, torch.zeros_like(ids)


def _to_onnx(net: Net, path: Path) -> None:
    axes = {name: {0: "windows", 1: "pieces"} for name in (*INPUTS, *OUTPUTS)}
    torch.onnx.export(
        net,
        _sample(2, 100),
        path,
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
        do_constant_folding=True,
    )


def _fuse(plain: Path, fused: Path) -> None:
    model = optimizer.optimize_model(
        str(plain),
        model_type="bert",
        num_heads=12,
        hidden_size=384,
        opt_level=0,
        optimization_options=FusionOptions("bert"),
    )
    print("fused:", {name: n for name, n in model.get_fused_operator_statistics().items() if n})
    model.save_model_to_file(str(fused))


def _quantise(fused: Path, out: Path) -> None:
    quantize_dynamic(fused, out, weight_type=QuantType.QInt8, per_channel=True, extra_options={"DefaultTensorType": 1})
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


def _compare(net: Net, path: Path) -> None:
    """Print how far the int8 network strays from the trained one, over all outputs."""
    feeds = dict(zip(INPUTS, _sample(3, 173), strict=True))
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    found = session.run(list(OUTPUTS), {name: x.numpy() for name, x in feeds.items()})
    with torch.inference_mode():
        wanted = [x.numpy() for x in net(*feeds.values())]
    real = feeds["mask"].numpy() == 1
    for name, a, b in zip(OUTPUTS, found, wanted, strict=True):
        print(f"{name}: mean |int8 - float| {np.abs(a - b)[real].mean():.4f} of {np.abs(b)[real].mean():.3f}")
