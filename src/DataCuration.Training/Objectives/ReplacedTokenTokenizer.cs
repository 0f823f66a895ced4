using System.Runtime.InteropServices;

namespace DataCuration.Training;

/// <summary>
/// Writes documents as rows of replaced-token detection (ELECTRA: Clark et al. 2020; BudgetLongformer, Niklaus and Giofré 2022, trains a legal encoder with it
/// at low cost). A share of the tokens is replaced by plausible ones, and the model says of every token whether it is the original.
/// </summary>
/// <remarks>
/// Write two sets of token shards from the same documents: <see cref="RowPart.Inputs"/> has the tokens with replacements, <see cref="RowPart.Targets"/> has 1
/// for a replaced token and 0 for an original one at the same positions. All positions have loss. A replacement that equals the original counts as original.
/// An end-of-document token inside of a document would give the answer away, so in place of one the original stays. The one that the sink appends is not a
/// label. Choices depend on seed and document id only.
/// </remarks>
public sealed class ReplacedTokenTokenizer : IDocumentTokenizer
{
    private readonly ITokenReplacer replacer;

    /// <summary>Creates a tokenizer.</summary>
    /// <param name="encoder">The tokenizer of texts.</param>
    /// <param name="replacer">Chooses the replacements.</param>
    public ReplacedTokenTokenizer(ITokenEncoder encoder, ITokenReplacer replacer)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(replacer);
        Encoder = encoder;
        this.replacer = replacer;
    }

    /// <inheritdoc/>
    public ITokenEncoder Encoder { get; }

    /// <summary>The half of the rows to write.</summary>
    /// <value>Default <see cref="RowPart.Inputs"/>.</value>
    public RowPart Part { get; init; }

    /// <summary>The share of tokens to replace. A document has at least one.</summary>
    /// <value>Above 0 and below 1. Default 0.15: ELECTRA's small and base models.</value>
    public double Rate
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(Rate), value, "Must be above 0 and below 1.");
    } = 0.15;

    /// <summary>The seed.</summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", "replaced tokens/2");
        writer.Add(nameof(Part), Part.ToString());
        writer.Add(nameof(Rate), Rate);
        writer.Add(nameof(Seed), Seed);
        writer.AddScope("replacer", replacer.Describe);
        writer.AddScope("encoder", Encoder.Describe);
    }

    /// <inheritdoc/>
    public void Tokenize(Document document, MaskedTokens tokens)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(tokens);
        var ids = new List<int>();
        Encoder.Encode(document.Utf8Text.Span, ids);
        if (ids.Count == 0) return;
        SeededRandom random = SeededRandom.Create(Seed, "replaced tokens", document.Id);
        int[] positions = Positions(ids.Count, Math.Clamp((int)Math.Round(ids.Count * Rate), 1, ids.Count), ref random);
        var replacements = new int[positions.Length];
        replacer.Replace(CollectionsMarshal.AsSpan(ids), positions, replacements, ref random);
        int next = 0;
        for (int i = 0; i < ids.Count; i++)
        {
            int shown = next < positions.Length && positions[next] == i ? Check(replacements[next++], ids[i], document) : ids[i];
            tokens.Add(Part == RowPart.Inputs ? shown : shown == ids[i] ? 0 : 1, hasLoss: true);
        }
    }

    private int Check(int token, int original, Document document) => token == Encoder.EndOfDocument ? original
        : (uint)token < (uint)Encoder.VocabularySize ? token
        : throw new InvalidOperationException($"Document '{document.Id}': the replacement {token} is not below the vocabulary size {Encoder.VocabularySize}.");

    // A random set of positions, in rising order (Floyd 1987).
    private static int[] Positions(int length, int count, ref SeededRandom random)
    {
        var chosen = new SortedSet<int>();
        for (int place = length - count; place < length; place++)
            if (!chosen.Add((int)random.NextInt64(place + 1))) chosen.Add(place);
        return [.. chosen];
    }
}
