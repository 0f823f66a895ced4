namespace DataCuration.Training;

/// <summary>
/// A sequence with spans removed. In the inputs, each span is replaced by a sentinel token, the first span by the first sentinel. The targets have each
/// sentinel, followed by the tokens of its span.
/// </summary>
/// <param name="Denoiser">The denoiser.</param>
/// <param name="Inputs">The tokens that a model reads, without a mode token.</param>
/// <param name="Targets">The tokens that it learns to write.</param>
/// <param name="Removed">The number of tokens that were removed.</param>
public sealed record DenoisingExample(Denoiser Denoiser, IReadOnlyList<int> Inputs, IReadOnlyList<int> Targets, int Removed)
{
    /// <summary>Returns the original sequence.</summary>
    /// <param name="inputs">The inputs, without a mode token.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="sentinels">The sentinels, in order.</param>
    /// <exception cref="InvalidDataException">The sentinels of inputs and targets do not match.</exception>
    public static IReadOnlyList<int> Restore(IReadOnlyList<int> inputs, IReadOnlyList<int> targets, IReadOnlyList<int> sentinels)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(sentinels);
        var known = new HashSet<int>(sentinels);
        var restored = new List<int>();
        int target = 0, used = 0;
        foreach (int token in inputs)
        {
            if (!known.Contains(token))
            {
                restored.Add(token);
                continue;
            }
            if (used >= sentinels.Count || token != sentinels[used] || target >= targets.Count || targets[target] != token)
                throw new InvalidDataException($"Sentinel {used} of the inputs is the token {token}; the targets have "
                    + $"{(target < targets.Count ? $"{targets[target]}" : "no more tokens")} in its place.");
            used++;
            for (target++; target < targets.Count && !known.Contains(targets[target]); target++) restored.Add(targets[target]);
        }
        return target == targets.Count ? restored : throw new InvalidDataException($"Target {target} ({targets[target]}) is a span that the inputs lack.");
    }
}
