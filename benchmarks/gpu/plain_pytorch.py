"""The models of `pretrain device` in plain PyTorch: the same dimensions, optimizer and batch, on drawn tokens. Prints lines of JSON.

One step is: cross entropy of the next token, backward, clipping at norm 1, AdamW (fused on a GPU). Parameters are float32, and products are bf16 on a GPU
(torch.autocast). --compile adds torch.compile, which TorchSharp does not have.
"""
import argparse
import json
import time

import torch
import torch.nn.functional as F
from torch import nn

# name: vocabulary, layers, width, heads, feed-forward width, context, rows of a batch. As DeviceModel.cs.
MODELS = {
    "tiny": (512, 2, 64, 4, 176, 64, 4),
    "124m": (50304, 12, 768, 12, 2048, 1024, 16),
    "1.3b": (50304, 24, 2048, 16, 5504, 2048, 4),
}


class Norm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        x32 = x.float()
        return (x32 * torch.rsqrt(x32.pow(2).mean(-1, keepdim=True) + 1e-5)).to(x.dtype) * self.weight


class Block(nn.Module):
    def __init__(self, width, heads, inner):
        super().__init__()
        self.heads = heads
        self.attention_norm, self.feed_forward_norm = Norm(width), Norm(width)
        self.query_key_value = nn.Linear(width, 3 * width, bias=False)
        self.merge = nn.Linear(width, width, bias=False)
        self.gate_up = nn.Linear(width, 2 * inner, bias=False)
        self.down = nn.Linear(inner, width, bias=False)

    def forward(self, x, cosine, sine):
        rows, positions, width = x.shape
        q, k, v = self.query_key_value(self.attention_norm(x)).view(rows, positions, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(rotate(q, cosine, sine), rotate(k, cosine, sine), v, is_causal=True)
        x = x + self.merge(y.transpose(1, 2).reshape(rows, positions, width))
        gate, up = self.gate_up(self.feed_forward_norm(x)).chunk(2, -1)
        return x + self.down(F.silu(gate) * up)


def rotate(x, cosine, sine):
    left, right = x.chunk(2, -1)
    return torch.cat([left * cosine - right * sine, left * sine + right * cosine], -1).to(x.dtype)


class Decoder(nn.Module):
    def __init__(self, vocabulary, layers, width, heads, inner, context, recompute):
        super().__init__()
        self.recompute = recompute
        self.embedding = nn.Embedding(vocabulary, width)
        self.blocks = nn.ModuleList(Block(width, heads, inner) for _ in range(layers))
        self.norm = Norm(width)
        half = width // heads // 2
        angles = torch.outer(torch.arange(context).float(), 10000.0 ** (-torch.arange(half).float() / half))
        self.register_buffer("cosine", angles.cos(), persistent=False)
        self.register_buffer("sine", angles.sin(), persistent=False)
        for parameter in self.parameters():
            if parameter.dim() > 1:
                nn.init.normal_(parameter, std=0.02)

    def forward(self, tokens, targets):
        x = self.embedding(tokens)
        for block in self.blocks:
            if self.recompute:
                x = torch.utils.checkpoint.checkpoint(block, x, self.cosine, self.sine, use_reentrant=False)
            else:
                x = block(x, self.cosine, self.sine)
        logits = F.linear(self.norm(x), self.embedding.weight)  # tied
        return F.cross_entropy(logits.float().view(-1, logits.shape[-1]), targets.reshape(-1))


def measure(name, arguments):
    vocabulary, layers, width, heads, inner, context, rows = MODELS[name]
    rows = arguments.batch or rows
    device = torch.device(arguments.device)
    torch.manual_seed(1)
    model = Decoder(vocabulary, layers, width, heads, inner, context, arguments.recompute).to(device)
    count = sum(parameter.numel() for parameter in model.parameters())
    matrices = [p for p in model.parameters() if p.dim() > 1]
    others = [p for p in model.parameters() if p.dim() < 2]
    optimizer = torch.optim.AdamW([{"params": matrices, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}],
                                  lr=3e-4, betas=(0.9, 0.95), fused=device.type == "cuda")
    step_model = torch.compile(model) if arguments.compile else model
    draw = torch.Generator(device="cpu").manual_seed(1)

    def step():
        # Zipf's law, as GeneratedTokens.cs.
        ids = (torch.exp(torch.rand(rows, context + 1, generator=draw) * torch.log(torch.tensor(float(vocabulary - 1)))) - 1).long().to(device)
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=device.type == "cuda"):
            loss = step_model(ids[:, :-1], ids[:, 1:])
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        return loss

    def wait():
        if device.type == "cuda":
            torch.cuda.synchronize()

    for _ in range(arguments.warmup):
        loss = step()
    first = loss.item()
    wait()
    start = time.perf_counter()
    for _ in range(arguments.steps):
        loss = step()
    wait()
    speed = arguments.steps * rows * context / (time.perf_counter() - start)
    flops = 6 * count + 12 * layers * width * context
    print(json.dumps({
        "verb": "plain pytorch", "program": "PyTorch " + torch.__version__ + (" compiled" if arguments.compile else ""), "model": name, "parameters": count,
        "device": torch.cuda.get_device_name() if device.type == "cuda" else "cpu", "precision": "bf16" if device.type == "cuda" else "float32",
        "batch": rows, "context": context, "steps": arguments.steps, "tokens_s": speed, "tflops": speed * flops / 1e12,
        "mfu": speed * flops / (arguments.peak_tflops * 1e12) if arguments.peak_tflops else None, "first_loss": first, "last_loss": loss.item(),
    }), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--models", nargs="+", default=["124m", "1.3b"], choices=list(MODELS))
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--warmup", type=int, default=10)
    parser.add_argument("--batch", type=int)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--peak-tflops", type=float)
    parser.add_argument("--recompute", action="store_true")
    parser.add_argument("--compile", action="store_true")
    arguments = parser.parse_args()
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    for name in arguments.models:
        measure(name, arguments)


if __name__ == "__main__":
    main()
