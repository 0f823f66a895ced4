namespace DataCuration.Selection;

/// <summary>How much to select.</summary>
public readonly record struct SelectionSize
{
    private SelectionSize(SizeUnit unit, long amount)
    {
        Unit = unit;
        Amount = amount >= 0 ? amount : throw new ArgumentOutOfRangeException(nameof(amount), amount, "A selection is not negative.");
    }

    internal enum SizeUnit
    {
        Documents,
        Tokens,
        Utf8Bytes,
    }

    internal SizeUnit Unit { get; }

    /// <summary>How many of the unit.</summary>
    public long Amount { get; }

    /// <summary>A number of documents (the reference's <c>num_to_sample</c>).</summary>
    /// <param name="count">How many.</param>
    public static SelectionSize Documents(long count) => new(SizeUnit.Documents, count);

    /// <summary>A budget of wordpunct tokens: documents are taken from the best down until it is reached; the last one may go over it.</summary>
    /// <param name="count">How many.</param>
    public static SelectionSize Tokens(long count) => new(SizeUnit.Tokens, count);

    /// <summary>A budget of text in UTF-8: documents are taken from the best down until it is reached; the last one may go over it.</summary>
    /// <param name="count">How many bytes.</param>
    public static SelectionSize Utf8Bytes(long count) => new(SizeUnit.Utf8Bytes, count);

    /// <summary>What a document counts.</summary>
    internal long Of(WeightRecord record) => Unit switch
    {
        SizeUnit.Documents => 1,
        SizeUnit.Tokens => record.Tokens,
        _ => record.Bytes,
    };

    /// <summary>The size in words.</summary>
    public override string ToString() => $"{Amount} {(Unit == SizeUnit.Utf8Bytes ? "bytes" : Unit == SizeUnit.Tokens ? "tokens" : "documents")}";
}
