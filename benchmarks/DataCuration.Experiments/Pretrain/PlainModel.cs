using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DataCuration.Experiments.Pretrain;

/// <summary>
/// A decoder with Llama's architecture as one writes it with the modules of TorchSharp: a linear layer for each projection, rotary positions by sines and
/// cosines, and attention from the library. The yardstick of the <c>pretrain speed</c> command.
/// </summary>
internal sealed class PlainModel : nn.Module<Tensor, Tensor>
{
    private readonly Embedding embedding;
    private readonly ModuleList<Block> blocks;
    private readonly Parameter norm;
    private readonly Linear output;

    public PlainModel(int vocabulary, int layers, int width, int heads, int inner, int context)
        : base("plain")
    {
        embedding = nn.Embedding(vocabulary, width);
        blocks = new ModuleList<Block>([.. Enumerable.Range(0, layers).Select(_ => new Block(width, heads, inner, context))]);
        norm = nn.Parameter(ones(width));
        output = nn.Linear(width, vocabulary, hasBias: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens_BT)
    {
        Tensor x = embedding.forward(tokens_BT);
        foreach (Block block in blocks) x = block.forward(x);
        return output.forward(Normalize(x, norm));
    }

    private static Tensor Normalize(Tensor x, Parameter weight) => x * rsqrt(x.pow(2).mean([-1], keepdim: true) + 1e-5) * weight;

    private sealed class Block : nn.Module<Tensor, Tensor>
    {
        private readonly int heads;
        private readonly Parameter attentionNorm;
        private readonly Parameter feedForwardNorm;
        private readonly Linear query;
        private readonly Linear key;
        private readonly Linear value;
        private readonly Linear merge;
        private readonly Linear gate;
        private readonly Linear up;
        private readonly Linear down;
        private readonly Tensor sine;
        private readonly Tensor cosine;

        public Block(int width, int heads, int inner, int context)
            : base("block")
        {
            this.heads = heads;
            attentionNorm = nn.Parameter(ones(width));
            feedForwardNorm = nn.Parameter(ones(width));
            query = nn.Linear(width, width, hasBias: false);
            key = nn.Linear(width, width, hasBias: false);
            value = nn.Linear(width, width, hasBias: false);
            merge = nn.Linear(width, width, hasBias: false);
            gate = nn.Linear(width, inner, hasBias: false);
            up = nn.Linear(width, inner, hasBias: false);
            down = nn.Linear(inner, width, hasBias: false);
            int half = width / heads / 2;
            Tensor angles = outer(arange(context, dtype: ScalarType.Float32), pow(10_000f, arange(half, dtype: ScalarType.Float32) / -half));
            sine = angles.sin();
            cosine = angles.cos();
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            long rows = x.shape[0];
            long positions = x.shape[1];
            Tensor normalized = Normalize(x, attentionNorm);
            Tensor mixed = nn.functional.scaled_dot_product_attention(Rotate(Split(query.forward(normalized))), Rotate(Split(key.forward(normalized))),
                Split(value.forward(normalized)), is_casual: true);
            x = x + merge.forward(mixed.transpose(1, 2).reshape(rows, positions, -1));
            normalized = Normalize(x, feedForwardNorm);
            return x + down.forward(nn.functional.silu(gate.forward(normalized)) * up.forward(normalized));

            Tensor Split(Tensor y) => y.view(rows, positions, heads, -1).transpose(1, 2);
        }

        private Tensor Rotate(Tensor x)
        {
            long positions = x.shape[2];
            Tensor[] halves = x.chunk(2, -1);
            Tensor s = sine.narrow(0, 0, positions);
            Tensor c = cosine.narrow(0, 0, positions);
            return cat([halves[0] * c - halves[1] * s, halves[0] * s + halves[1] * c], -1);
        }
    }
}
