namespace DataCuration;

/// <summary>Splits at white space.</summary>
internal sealed class WhiteSpaceWordSplitter : WordSplitter
{
    public override string Name => "white_space";

    public override TextWords Split(ReadOnlyMemory<byte> utf8Text) => TextWords.Split(utf8Text);
}
