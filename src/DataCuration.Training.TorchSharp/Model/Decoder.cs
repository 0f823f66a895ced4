using DataCuration.Models;
using TorchSharp;
using static TorchSharp.torch;
using Functional = TorchSharp.torch.nn.functional;

namespace DataCuration.Training.TorchSharp;

/// <summary>
/// Computes the logits of the decoder. Suffixes name the dimensions of tensors: B rows, T positions, N = B * T, C width, H query heads, K key-value heads,
/// D head width, F feed-forward width, V vocabulary. Outside of attention, positions are flat (N), so that every projection is one matrix product.
/// </summary>
internal sealed class Decoder : IDisposable
{
    // Files of models name contexts of 131,072 tokens and more: the table of rotations grows when a longer row is read.
    private const int FirstPositions = 4_096;

    private readonly DecoderOptions options;
    private readonly Layer[] layers;
    private readonly Tensor embedding_VC;
    private readonly Tensor output_VC;
    private readonly Tensor finalNorm_C;
    private readonly bool halfPrecision;
    private readonly IProjectionChange? change;
    private Tensor rotation_T1D; // complex: the rotation of each pair of dimensions at each position

    public Decoder(DecoderOptions options, ParameterStore parameters, bool halfPrecision = false, IProjectionChange? change = null)
    {
        this.options = options;
        this.change = change;
        this.halfPrecision = halfPrecision;
        embedding_VC = parameters[ParameterLayout.Embedding];
        output_VC = options.TieEmbeddings ? embedding_VC : parameters[ParameterLayout.Output];
        finalNorm_C = parameters[ParameterLayout.FinalNorm];
        layers = [.. Enumerable.Range(0, options.Layers).Select(layer => new Layer(layer,
            parameters[ParameterLayout.LayerName(layer, "attention.norm")],
            parameters[ParameterLayout.LayerName(layer, "attention.qkv")],
            parameters[ParameterLayout.LayerName(layer, "attention.output")],
            parameters[ParameterLayout.LayerName(layer, "feed_forward.norm")],
            parameters[ParameterLayout.LayerName(layer, "feed_forward.gate_up")],
            parameters[ParameterLayout.LayerName(layer, "feed_forward.down")],
            options.QkvBias ? parameters[ParameterLayout.LayerName(layer, "attention.qkv_bias")] : null,
            options.QueryKeyNorm ? parameters[ParameterLayout.LayerName(layer, "attention.query_norm")] : null,
            options.QueryKeyNorm ? parameters[ParameterLayout.LayerName(layer, "attention.key_norm")] : null))];
        rotation_T1D = MakeRotation(options, Math.Min(options.ContextLength, FirstPositions), parameters.Values.device);
    }

    /// <summary>The number of logits of a position.</summary>
    public int VocabularySize => options.VocabularySize;

    /// <summary>The number of elements of the largest tensor of logits so far, to check limits of memory.</summary>
    public long MostLogits { get; private set; }

    /// <summary>Returns the logits of every position in float32.</summary>
    /// <param name="tokens_N">The token ids (int64), row after row.</param>
    /// <param name="rows">The number of rows, which have equal length.</param>
    public Tensor Logits(Tensor tokens_N, long rows) => Logits(tokens_N, new RowSegments(rows, tokens_N.shape[0] / rows));

    /// <summary>Returns the logits of every position in float32.</summary>
    /// <param name="tokens_N">The token ids (int64), segment after segment.</param>
    /// <param name="segments">The segments. Attention and positions start anew in each.</param>
    public Tensor Logits(Tensor tokens_N, RowSegments segments) => Head(Blocks(tokens_N, segments));

    /// <summary>Returns the logits of some positions in float32.</summary>
    /// <param name="x_NC">The results of <see cref="Blocks"/>.</param>
    /// <param name="first">The number of the first position.</param>
    /// <param name="count">The number of positions.</param>
    public Tensor Logits(Tensor x_NC, long first, long count) => Head(count == x_NC.shape[0] ? x_NC : x_NC.narrow(0, first, count));

    /// <summary>Returns the results of the blocks for every position, from which <see cref="Logits(Tensor, long, long)"/> computes logits.</summary>
    /// <param name="tokens_N">The token ids (int64), segment after segment.</param>
    /// <param name="segments">The segments. Attention and positions start anew in each.</param>
    public Tensor Blocks(Tensor tokens_N, RowSegments segments)
    {
        Tensor x_NC = embedding_VC.index_select(0, tokens_N);
        Tensor rotation = Rotation(segments);
        foreach (Layer layer in layers) x_NC = Block(x_NC, layer, rotation, segments);
        return x_NC;
    }

    /// <summary>Returns the logits (float32) after the last position of each segment.</summary>
    /// <param name="tokens_N">The token ids (int64), segment after segment.</param>
    /// <param name="segments">The segments.</param>
    /// <param name="step">Stores keys and values, and reads those of earlier tokens; null to compute without a cache.</param>
    public Tensor LastLogits(Tensor tokens_N, RowSegments segments, CacheStep? step = null)
    {
        Tensor x_NC = embedding_VC.index_select(0, tokens_N);
        Tensor rotation = step?.Continued is { } rows ? Rotation(rows.Length).index_select(0, rows.Positions_R).unsqueeze(1) : Rotation(segments);
        foreach (Layer layer in layers) x_NC = Block(x_NC, layer, rotation, segments, step);
        return Head(segments.Longest == 1 ? x_NC : x_NC.index_select(0, segments.LastIndex(x_NC.device)));
    }

    /// <summary>Adds the gradients of a loss to those of the parameters.</summary>
    /// <param name="tokens_N">The token ids (int64), segment after segment.</param>
    /// <param name="segments">The segments.</param>
    /// <param name="headRows">
    /// The number of positions whose logits are in memory at a time. With a large vocabulary, the logits of all positions take more memory than the rest.
    /// </param>
    /// <param name="loss">Returns the loss of some positions from their logits and the number of the first. The losses are added.</param>
    /// <returns>The loss.</returns>
    public Tensor Backward(Tensor tokens_N, RowSegments segments, long headRows, Func<Tensor, long, Tensor> loss)
    {
        Tensor x_NC = Blocks(tokens_N, segments);
        if (headRows >= x_NC.shape[0])
        {
            Tensor whole = loss(Head(x_NC), 0);
            whole.backward();
            return whole.detach();
        }
        (Tensor result, Tensor slope_NC) = HeadBackward(x_NC, headRows, loss);
        if (x_NC.requires_grad) x_NC.backward([slope_NC]); // not if only the output is trained
        return result;
    }

    /// <summary>
    /// Does the same as <see cref="Backward"/>, but computes each block's inner results a second time, so that those of one block at a time are in memory (Chen
    /// et al. 2016).
    /// </summary>
    public Tensor BackwardRecomputing(Tensor tokens_N, RowSegments segments, long headRows, Func<Tensor, long, Tensor> loss)
    {
        Tensor rotation = Rotation(segments);
        var inputs = new List<Tensor>();
        Tensor x_NC;
        using (no_grad())
        {
            x_NC = embedding_VC.index_select(0, tokens_N);
            foreach (Layer layer in layers)
            {
                inputs.Add(x_NC);
                using DisposeScope scope = NewDisposeScope();
                x_NC = Block(x_NC, layer, rotation, segments).MoveToOuterDisposeScope();
            }
        }
        (Tensor result, Tensor slope_NC) = HeadBackward(x_NC, headRows, loss);
        for (int layer = layers.Length - 1; layer >= 0; layer--)
        {
            using DisposeScope scope = NewDisposeScope();
            inputs[layer].requires_grad_(true);
            Block(inputs[layer], layers[layer], rotation, segments).backward([slope_NC]);
            slope_NC = inputs[layer].grad!.MoveToOuterDisposeScope();
        }
        if (embedding_VC.requires_grad) embedding_VC.index_select(0, tokens_N).backward([slope_NC]); // not if the model is frozen
        return result;
    }

    /// <summary>Disposes the rotary table. The parameters belong to the caller.</summary>
    public void Dispose() => rotation_T1D.Dispose();

    // Computes the logits of some positions at a time, with their gradients, and returns the loss and its slope at the blocks' results.
    private (Tensor Loss, Tensor Slope_NC) HeadBackward(Tensor x_NC, long headRows, Func<Tensor, long, Tensor> loss)
    {
        long positions = x_NC.shape[0];
        Tensor sum = zeros(1, device: x_NC.device);
        var slopes = new List<Tensor>();
        for (long first = 0; first < positions; first += headRows)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor part = x_NC.detach().narrow(0, first, Math.Min(headRows, positions - first)).requires_grad_(true);
            Tensor result = loss(Head(part), first);
            result.backward();
            slopes.Add(part.grad!.MoveToOuterDisposeScope());
            using (no_grad()) sum.PlusInPlace(result);
        }
        return (sum, slopes.Count == 1 ? slopes[0] : cat(slopes, 0));
    }

    private Tensor Block(Tensor x_NC, Layer layer, Tensor rotation, RowSegments segments, CacheStep? step = null)
    {
        Tensor mixed = Attention(Normalize(x_NC, layer.AttentionNorm_C), layer, rotation, segments, step);
        x_NC = Change(layer, DecoderProjection.AttentionOutput, mixed, AddProjection(x_NC, mixed, layer.AttentionOutput_CC));
        Tensor inner = FeedForward(Normalize(x_NC, layer.FeedForwardNorm_C), layer);
        return Change(layer, DecoderProjection.Down, inner, AddProjection(x_NC, inner, layer.Down_CF));
    }

    private Tensor Head(Tensor x_NC)
    {
        MostLogits = Math.Max(MostLogits, x_NC.shape[0] * options.VocabularySize);
        return Widen(Project(Normalize(x_NC, finalNorm_C), output_VC));
    }

    private Tensor Attention(Tensor x_NC, Layer layer, Tensor rotation_T1D, RowSegments segments, CacheStep? step)
    {
        int shared = options.KeyValueHeads;
        // Segments of equal length are the rows of a batch. Others follow each other in one row, and attention takes them apart.
        (long rows, long positions) = segments.Runs.Count == 1 ? (segments.Runs[0].Count, segments.Longest) : (1, segments.Positions);
        // The backward pass of one split is one concatenation; slices would each need a tensor filled with zeros.
        Tensor projected = Change(layer, DecoderProjection.Qkv, x_NC, Project(x_NC, layer.Qkv, layer.QkvBias));
        Tensor[] turnedAndValues = projected.view(rows, positions, options.Heads + 2 * shared, options.HeadWidth)
            .split([options.Heads + shared, shared], 2);
        Tensor normalized = layer.QueryNorm_D is null ? turnedAndValues[0] : NormalizeHeads(turnedAndValues[0], layer);
        Tensor[] queriesAndKeys = Narrow(Rotate(normalized, rotation_T1D)).split([options.Heads, shared], 2);
        step?.Cache.Store(layer.Index, step.Places, queriesAndKeys[1], turnedAndValues[1]);
        if (step?.Continued is { } continued) return MixCached(queriesAndKeys[0], step.Cache, layer.Index, continued);
        if (segments.Runs.Count == 1) return Mix(queriesAndKeys[0], queriesAndKeys[1], turnedAndValues[1]);
        long[] sizes = [.. segments.Runs.Select(run => (long)run.Count * run.Length)];
        Tensor[] queries = queriesAndKeys[0].split(sizes, 1);
        Tensor[] keys = queriesAndKeys[1].split(sizes, 1);
        Tensor[] values = turnedAndValues[1].split(sizes, 1);
        return cat([.. segments.Runs.Select((run, i) => Mix(Rows(queries[i], run), Rows(keys[i], run), Rows(values[i], run)))], 0);

        static Tensor Rows(Tensor x_1NHD, (int Count, int Length) run) => x_1NHD.view(run.Count, run.Length, x_1NHD.shape[2], x_1NHD.shape[3]);
    }

    private Tensor Mix(Tensor query_BTHD, Tensor key_BTKD, Tensor value_BTKD)
    {
        Tensor key_BHTD = ForEachQueryHead(key_BTKD.transpose(1, 2));
        Tensor value_BHTD = ForEachQueryHead(value_BTKD.transpose(1, 2));
        Tensor mixed_BHTD = Functional.scaled_dot_product_attention(query_BTHD.transpose(1, 2), key_BHTD, value_BHTD, is_casual: true);
        return mixed_BHTD.transpose(1, 2).reshape(-1, (long)options.Heads * options.HeadWidth);
    }

    // One query position for each sequence: the query heads of a key-value head take the place of positions, so that the cache is read once for all of them.
    // Torch's own attention copies masked keys. N is the key-value heads of all sequences, G the query heads of each.
    private Tensor MixCached(Tensor query_R1HD, KeyValueCache cache, int layer, ContinuedRows rows)
    {
        long shared = options.KeyValueHeads, group = options.Heads / options.KeyValueHeads;
        Tensor query_NGD = query_R1HD.reshape(rows.Rows * shared, group, options.HeadWidth).Times(1 / Math.Sqrt(options.HeadWidth));
        Tensor scores_NGP = query_NGD.bmm(cache.Keys(layer, rows.Rows, rows.Length).transpose(1, 2));
        if (rows.Mask_R11P is { } mask)
            scores_NGP = scores_NGP.view(rows.Rows, shared, group, rows.Length).Plus(mask).view(rows.Rows * shared, group, rows.Length);
        return scores_NGP.softmax(-1).bmm(cache.Values(layer, rows.Rows, rows.Length)).reshape(rows.Rows, options.Heads * (long)options.HeadWidth);
    }

    private Tensor FeedForward(Tensor x_NC, Layer layer)
    {
        Tensor projected_NF = Change(layer, DecoderProjection.GateUp, x_NC, Project(x_NC, layer.GateUp_FC));
        Tensor[] gateAndUp_NF = projected_NF.split([options.FeedForwardWidth, options.FeedForwardWidth], 1);
        return Functional.silu(gateAndUp_NF[0]).mul(gateAndUp_NF[1]);
    }

    // Grouped-query attention: query head h uses key-value head h / (H / K).
    private Tensor ForEachQueryHead(Tensor x_BKTD) =>
        options.KeyValueHeads == options.Heads ? x_BKTD : x_BKTD.repeat_interleave(options.Heads / options.KeyValueHeads, 1);

    // Rotary positions (Su et al. 2021) as in Llama's reference code: each pair of neighbouring dimensions is a complex number, which position t rotates by
    // t * theta^(-2i/D). A complex product is one pass over memory; separate sines and cosines take five.
    private static Tensor Rotate(Tensor x_BTHD, Tensor rotation_T1D)
    {
        ScalarType type = x_BTHD.dtype;
        long[] shape = x_BTHD.shape;
        Tensor pairs = (type == ScalarType.Float32 ? x_BTHD : x_BTHD.to(ScalarType.Float32))
            .view(shape[0], shape[1], shape[2], shape[3] / 2, 2).view_as_complex();
        Tensor turned = pairs.mul(rotation_T1D).view_as_real().view(shape);
        return type == ScalarType.Float32 ? turned : turned.to(type);
    }

    private Tensor Normalize(Tensor x_NC, Tensor weight_C)
    {
        Tensor scale_N1 = x_NC.Squared().mean([-1], keepdim: true).PlusInPlace(options.NormEpsilon).rsqrt_();
        return x_NC.mul(scale_N1).mul(weight_C);
    }

    // Queries and keys are next to each other, so that one pass normalises both.
    private Tensor NormalizeHeads(Tensor x_BTHD, Layer layer)
    {
        Tensor weight_HD = cat(
            [layer.QueryNorm_D!.expand(options.Heads, options.HeadWidth), layer.KeyNorm_D!.expand(options.KeyValueHeads, options.HeadWidth)]);
        Tensor wide = Widen(x_BTHD);
        return wide.mul(wide.Squared().mean([-1], keepdim: true).PlusInPlace(options.NormEpsilon).rsqrt_()).mul(weight_HD);
    }

    private Tensor Project(Tensor x, Tensor weight, Tensor? bias = null) => LinearLayer.Apply(Narrow(x), Narrow(weight), bias is null ? null : Narrow(bias));

    private Tensor AddProjection(Tensor x_NC, Tensor y, Tensor weight) =>
        x_NC.Plus(Widen(Project(y, weight)));

    private Tensor Change(Layer layer, DecoderProjection projection, Tensor input, Tensor output) =>
        change is null ? output : change.Apply(layer.Index, projection, input, output);

    private Tensor Narrow(Tensor x) => halfPrecision && x.dtype != ScalarType.BFloat16 ? x.to(ScalarType.BFloat16) : x;

    private Tensor Widen(Tensor x) => halfPrecision ? x.to(ScalarType.Float32) : x;

    // The rotation of each position of a row, or of each token if segments have different lengths.
    private Tensor Rotation(RowSegments segments)
    {
        Tensor table = Rotation(segments.Longest);
        return segments.Runs.Count == 1 ? table : table.index_select(0, segments.Index(table.device));
    }

    private Tensor Rotation(long positions)
    {
        if (positions > rotation_T1D.shape[0])
        {
            long grown = Math.Min(options.ContextLength, Math.Max(positions, 2 * rotation_T1D.shape[0]));
            Tensor longer = MakeRotation(options, Math.Max(positions, grown), rotation_T1D.device);
            rotation_T1D.Dispose();
            rotation_T1D = longer;
        }
        return rotation_T1D.narrow(0, 0, positions);
    }

    private static Tensor MakeRotation(DecoderOptions options, long positions, Device device)
    {
        using IDisposable scope = NewDisposeScope();
        double[] frequencies = RopeScaling.Frequencies(options.RopeTheta, options.HeadWidth, options.RopeScaling);
        int pairs = frequencies.Length;
        var turns = new float[positions * pairs * 2];
        for (long position = 0; position < positions; position++)
        {
            for (int pair = 0; pair < pairs; pair++)
            {
                (double sine, double cosine) = Math.SinCos(position * frequencies[pair]);
                turns[(position * pairs + pair) * 2] = (float)cosine;
                turns[(position * pairs + pair) * 2 + 1] = (float)sine;
            }
        }
        return tensor(turns, [positions, 1, pairs, 2]).to(device).view_as_complex().DetachFromDisposeScope();
    }

    private sealed record Layer(int Index, Tensor AttentionNorm_C, Tensor Qkv, Tensor AttentionOutput_CC, Tensor FeedForwardNorm_C, Tensor GateUp_FC,
        Tensor Down_CF, Tensor? QkvBias, Tensor? QueryNorm_D, Tensor? KeyNorm_D);
}
