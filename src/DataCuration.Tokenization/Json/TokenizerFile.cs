using System.Globalization;
using System.IO.Compression;

namespace DataCuration.Tokenization;

/// <summary>Reads the content of tokenizer files.</summary>
internal static class TokenizerFile
{
    /// <summary>The name of the file in a model's folder.</summary>
    public const string Name = "tokenizer.json";

    /// <summary>The most bytes that a file with gzip may have once unpacked: 1 GiB (our choice; the files of known models have up to some ten MB).</summary>
    private const int MostUnpacked = 1 << 30;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, also with gzip (<c>.gz</c>), or a folder that contains one.</param>
    /// <param name="mostUnpacked">The most bytes that a file with gzip may have once unpacked.</param>
    /// <returns>The path of the file and its content.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or too large once unpacked.</exception>
    public static (string Path, ReadOnlyMemory<byte> Json) Read(string path, int mostUnpacked = MostUnpacked)
    {
        Addresses.RefuseLocal(path, "a tokenizer");
        if (Directory.Exists(path)) path = Path.Combine(path, Name);
        if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) return (path, File.ReadAllBytes(path));
        using FileStream packed = File.OpenRead(path);
        using var stream = new GZipStream(packed, CompressionMode.Decompress);
        using var content = new MemoryStream();
        try
        {
            byte[] buffer = new byte[65_536];
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                if (content.Length + read > mostUnpacked)
                    throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"it has more than {mostUnpacked} bytes once unpacked."));
                content.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{path}' is not a valid tokenizer: {e.Message}", e);
        }
        return (path, content.GetBuffer().AsMemory(0, (int)content.Length));
    }
}
