using System.Buffers.Binary;
using System.IO.Hashing;

namespace DataCuration.Selection;

/// <summary>
/// Puts the lines of a training file into the order of their keys. fastText reads examples in their order, with a learning rate that falls: if all examples of
/// one label came last, the model would prefer it. Lines with equal keys are in the order of their bytes, so that the order in which lines are added does not
/// matter.
/// </summary>
/// <param name="folder">A local folder for lines beyond the limit.</param>
/// <param name="memory">The bytes of lines that are kept in memory. Of more, each part lies in a file, and one part is read at a time.</param>
internal sealed class ShuffledLines(string folder, long memory = 32 << 20) : IDisposable
{
    private const int Parts = 256;

    private const int Header = sizeof(ulong) + sizeof(int);

    private readonly Stream?[] parts = new Stream?[Parts];
    private readonly byte[] header = new byte[Header];
    private long total;
    private bool isOnDisk;

    /// <summary>Adds a line of two pieces.</summary>
    public void Add(ulong key, ReadOnlySpan<byte> start, ReadOnlySpan<byte> rest)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(header, key);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(sizeof(ulong)), checked(start.Length + rest.Length));
        Stream part = parts[key >> 56] ??= isOnDisk ? CreateFile((int)(key >> 56)) : new MemoryStream();
        part.Write(header);
        part.Write(start);
        part.Write(rest);
        total += Header + start.Length + rest.Length;
        if (!isOnDisk && total > memory) MoveToDisk();
    }

    /// <summary>Writes all lines, each with a line feed.</summary>
    /// <param name="output">Receives the lines.</param>
    /// <param name="hash">Receives them too. Null: none.</param>
    /// <param name="cancellationToken">Stops between parts.</param>
    public void WriteTo(Stream output, NonCryptographicHashAlgorithm? hash, CancellationToken cancellationToken)
    {
        foreach (Stream? part in parts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (part is null) continue;
            byte[] bytes = new byte[checked((int)part.Length)];
            part.Position = 0;
            part.ReadExactly(bytes);
            foreach ((_, int start, int length) in Sort(bytes))
            {
                ReadOnlySpan<byte> line = bytes.AsSpan(start, length);
                output.Write(line);
                output.WriteByte((byte)'\n');
                hash?.Append(line);
                hash?.Append("\n"u8);
            }
        }
    }

    public void Dispose()
    {
        foreach (Stream? part in parts) part?.Dispose();
    }

    private static List<(ulong Key, int Start, int Length)> Sort(byte[] bytes)
    {
        var lines = new List<(ulong Key, int Start, int Length)>();
        for (int at = 0; at < bytes.Length;)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + sizeof(ulong)));
            lines.Add((BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at)), at + Header, length));
            at += Header + length;
        }
        lines.Sort((left, right) => left.Key.CompareTo(right.Key) is not 0 and var compared ? compared
            : bytes.AsSpan(left.Start, left.Length).SequenceCompareTo(bytes.AsSpan(right.Start, right.Length)));
        return lines;
    }

    private void MoveToDisk()
    {
        isOnDisk = true;
        for (int i = 0; i < Parts; i++)
        {
            if (parts[i] is not MemoryStream part) continue;
            part.WriteTo(parts[i] = CreateFile(i));
        }
    }

    private FileStream CreateFile(int part) => new(Path.Combine(folder, $"lines-{part}"), FileMode.Create, FileAccess.ReadWrite);
}
