using System.Runtime.InteropServices;

namespace DataCuration.Selection;

/// <summary>
/// Scores texts by the cosine between the gradient of their loss and the gradient of a target: a text with a high cosine trains a model in the target's
/// direction. Gradients come as vectors from an <see cref="ITextEmbedder"/>, such as random projections of a model's gradients.
/// </summary>
public sealed class GradientCosineScorer : ITextScorer
{
    private readonly ITextEmbedder gradients;
    private readonly float[] target;
    private readonly double targetNorm;

    /// <summary>Creates a scorer.</summary>
    /// <param name="gradients">Gives the gradient of the loss on a text: of all parameters, of some layers, or projected.</param>
    /// <param name="target">The gradient of the target's loss, in the same form.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the target's gradient is 0 or not finite.</exception>
    public GradientCosineScorer(ITextEmbedder gradients, ReadOnlyMemory<float> target)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        if (target.Length != gradients.Dimension)
            throw new ArgumentException($"The target has {target.Length} numbers, and gradients have {gradients.Dimension}.", nameof(target));
        this.gradients = gradients;
        this.target = target.ToArray();
        targetNorm = Math.Sqrt(Dot(this.target, this.target));
        if (!(targetNorm > 0 && double.IsFinite(targetNorm))) throw new ArgumentException("The target's gradient is 0 or not finite.", nameof(target));
    }

    /// <inheritdoc/>
    public string Name => $"cosine:{gradients.Name}";

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels { get; } = ["cosine"];

    /// <inheritdoc/>
    public int BatchSize => gradients.BatchSize;

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", "gradient-cosine");
        writer.AddScope("gradients", gradients.Describe);
        writer.Add("target", Convert.ToHexStringLower(System.IO.Hashing.XxHash128.Hash(MemoryMarshal.AsBytes(target.AsSpan()))));
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<float> scores)
    {
        if (scores.Length != utf8Texts.Length)
            throw new ArgumentException($"There are {utf8Texts.Length} texts, but room for {scores.Length} scores.", nameof(scores));
        var vectors = new float[checked(utf8Texts.Length * target.Length)];
        gradients.Embed(utf8Texts, vectors);
        for (int i = 0; i < scores.Length; i++) scores[i] = Cosine(vectors.AsSpan(i * target.Length, target.Length));
    }

    /// <summary>Returns the cosine with the target; NaN for a gradient that is 0 or not finite.</summary>
    private float Cosine(ReadOnlySpan<float> gradient)
    {
        double norm = Math.Sqrt(Dot(gradient, gradient));
        return norm > 0 && double.IsFinite(norm) ? (float)(Dot(gradient, target) / (norm * targetNorm)) : float.NaN;
    }

    private static double Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++) sum += (double)left[i] * right[i];
        return sum;
    }
}
