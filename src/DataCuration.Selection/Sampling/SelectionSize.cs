namespace DataCuration.Selection;

/// <summary>The size of a selection, in documents, tokens or bytes.</summary>
public readonly record struct SelectionSize
{
    private SelectionSize(SizeUnit unit, long amount)
    {
        Unit = unit;
        Amount = amount >= 0 ? amount : throw new ArgumentOutOfRangeException(nameof(amount), amount, "The amount must not be negative.");
    }

    internal enum SizeUnit
    {
        Documents,
        Tokens,
        Utf8Bytes,
    }

    internal SizeUnit Unit { get; }

    /// <summary>The amount, in the unit.</summary>
    public long Amount { get; }

    /// <summary>Creates a size in documents (the reference's <c>num_to_sample</c>).</summary>
    /// <param name="count">The number of documents.</param>
    public static SelectionSize Documents(long count) => new(SizeUnit.Documents, count);

    /// <summary>Creates a budget in wordpunct tokens. Documents are taken from the best down until it is reached; the last one may exceed it.</summary>
    /// <param name="count">The number of tokens.</param>
    public static SelectionSize Tokens(long count) => new(SizeUnit.Tokens, count);

    /// <summary>Creates a budget in bytes of UTF-8 text. Documents are taken from the best down until it is reached; the last one may exceed it.</summary>
    /// <param name="count">The number of bytes.</param>
    public static SelectionSize Utf8Bytes(long count) => new(SizeUnit.Utf8Bytes, count);

    /// <summary>Returns the size of a document in this unit.</summary>
    internal long Of(WeightRecord record) => Unit switch
    {
        SizeUnit.Documents => 1,
        SizeUnit.Tokens => record.Tokens,
        _ => record.Bytes,
    };

    /// <summary>The name of the unit.</summary>
    internal string UnitName => Unit switch
    {
        SizeUnit.Documents => "documents",
        SizeUnit.Tokens => "tokens",
        _ => "bytes",
    };

    /// <summary>Returns the amount and its unit.</summary>
    public override string ToString() => $"{Amount} {UnitName}";
}
