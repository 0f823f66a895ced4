namespace DataCuration;

/// <summary>The vocabulary of a training in a file of its own.</summary>
internal sealed class NGramWordFile : IDisposable
{
    private const string FileName = "vocabulary.words";
    private readonly ChecksummedFile file;

    private NGramWordFile(ChecksummedFile file)
    {
        this.file = file;
        Words = new(file, 0, (int)Math.Min(file.First, int.MaxValue));
        if (Words.End != file.BodyLength) throw file.Damaged(0, $"{file.First} words need {Words.End} bytes, and it has {file.BodyLength}");
    }

    private static ReadOnlySpan<byte> Magic => "NGRAMVOC"u8;

    public NGramVocabulary Words { get; }

    /// <summary>A hash of the words.</summary>
    public string Fingerprint => $"{file.ContentHash:x16}";

    public static NGramWordFile Load(PhaseFiles files)
    {
        string path = files.FindFile(FileName) ?? throw new CurationException($"'{files.FolderPath}' has no file '{FileName}'.");
        var file = new ChecksummedFile(files.Files, path, Magic, "a vocabulary");
        try
        {
            return new(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public static void Write(ShardOutput output, int count, Action<NGramVocabulary.ReadOnlySpanAction> words)
    {
        var writer = new ChecksummedWriter(output.CreateFile(FileName));
        NGramVocabulary.Write(writer, count, words);
        writer.Complete(Magic, count + NGramVocabulary.SpecialWords, 0, 0);
    }

    public void Dispose() => file.Dispose();
}
