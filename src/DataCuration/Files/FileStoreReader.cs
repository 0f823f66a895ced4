namespace DataCuration;

/// <summary>Reads files of any store.</summary>
internal static class FileStoreReader
{
    /// <summary>Reads a small file.</summary>
    public static byte[] ReadAllBytes(this IFileStore files, string path)
    {
        using Stream stream = files.OpenRead(path, FileReadPattern.Sequential);
        // Some file systems do not know a file's length before it has been read, and a file may grow.
        var bytes = new byte[checked((int)stream.Length)];
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read < bytes.Length) return bytes[..read];
        int next = stream.ReadByte();
        if (next < 0) return bytes;
        using var longer = new MemoryStream();
        longer.Write(bytes);
        longer.WriteByte((byte)next);
        stream.CopyTo(longer);
        return longer.ToArray();
    }
}
