using System.IO.Compression;

namespace DataCuration.Tokenization;

/// <summary>Reads the content of tokenizer files.</summary>
internal static class TokenizerFile
{
    /// <summary>The name of the file in a model's folder.</summary>
    public const string Name = "tokenizer.json";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, also with gzip (<c>.gz</c>), or a folder that contains one.</param>
    /// <returns>The path of the file and its content.</returns>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static (string Path, ReadOnlyMemory<byte> Json) Read(string path)
    {
        Addresses.RefuseLocal(path, "a tokenizer");
        if (Directory.Exists(path)) path = Path.Combine(path, Name);
        if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) return (path, File.ReadAllBytes(path));
        using FileStream packed = File.OpenRead(path);
        using var stream = new GZipStream(packed, CompressionMode.Decompress);
        using var content = new MemoryStream();
        try
        {
            stream.CopyTo(content);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{path}' is not a valid tokenizer: {e.Message}", e);
        }
        return (path, content.GetBuffer().AsMemory(0, (int)content.Length));
    }
}
