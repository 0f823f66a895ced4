namespace DataCuration.LanguageModels;

/// <summary>
/// A call of a chunk program. The four kinds are <see cref="ProXRemoveLines"/>, <see cref="ProXRemoveAll"/>, <see cref="ProXNormalize"/> and
/// <see cref="ProXNoEdit"/>; there are no others.
/// </summary>
public abstract record ProXCall
{
    private protected ProXCall()
    {
    }

    /// <summary>Formats the call in the canonical spelling, which is that of the released chunk models. Control characters are escaped.</summary>
    public sealed override string ToString() => ProXPrinter.Print(this);
}
