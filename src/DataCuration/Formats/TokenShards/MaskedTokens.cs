using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>A sequence of tokens, each with or without loss. Not thread-safe.</summary>
public sealed class MaskedTokens
{
    private readonly List<int> tokens = [];
    private readonly List<int> runs = [];

    /// <summary>The number of tokens.</summary>
    public int Count => tokens.Count;

    /// <summary>The tokens.</summary>
    public ReadOnlySpan<int> Tokens => CollectionsMarshal.AsSpan(tokens);

    /// <summary>
    /// The lengths of stretches of tokens, in turn without and with loss. The first is without loss and may be 0; all others are positive. Their sum is
    /// <see cref="Count"/>.
    /// </summary>
    public ReadOnlySpan<int> Runs => CollectionsMarshal.AsSpan(runs);

    /// <summary>Appends the tokens of a text.</summary>
    /// <param name="encoder">The tokenizer.</param>
    /// <param name="utf8Text">The text in valid UTF-8.</param>
    /// <param name="hasLoss">True if a training learns to predict the tokens.</param>
    public void Add(ITokenEncoder encoder, ReadOnlySpan<byte> utf8Text, bool hasLoss)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        int before = tokens.Count;
        encoder.Encode(utf8Text, tokens);
        Mark(tokens.Count - before, hasLoss);
    }

    /// <summary>Appends a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="hasLoss">True if a training learns to predict it.</param>
    public void Add(int token, bool hasLoss)
    {
        tokens.Add(token);
        Mark(1, hasLoss);
    }

    /// <summary>Removes all tokens.</summary>
    public void Clear()
    {
        tokens.Clear();
        runs.Clear();
    }

    private void Mark(int count, bool hasLoss)
    {
        if (count == 0) return;
        if (runs.Count == 0) runs.Add(0);
        bool lastHasLoss = runs.Count % 2 == 0;
        if (lastHasLoss == hasLoss) runs[^1] += count;
        else runs.Add(count);
    }
}
