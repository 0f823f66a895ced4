using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace DataCuration.FastText;

/// <summary>
/// Reads the little-endian fields of a model file and hashes the file. Lengths are checked against the rest of the file before anything is allocated.
/// </summary>
internal sealed class FastTextFileReader(Stream stream, string name)
{
    private readonly XxHash128 hash = new();
    private readonly byte[] buffer = new byte[1 << 16];
    private readonly long length = stream.Length;
    private long bufferStart;
    private int used, filled;

    /// <summary>The position of the next field, in bytes.</summary>
    public long Position => bufferStart + used;

    private long Remaining => length - Position;

    /// <summary>The length of the file in bytes.</summary>
    public long Length => length;

    /// <summary>The exception for a file of another kind.</summary>
    public InvalidDataException NotAModel() => new($"{name} is not a fastText model: it does not begin with fastText's magic number. "
        + "Give a .bin or .ftz file that fastText or FastTextModel.Save wrote; word vectors in text (.vec) and ONNX models are other kinds of files.");

    public InvalidDataException Invalid(string field, string why) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{name} is not a valid fastText model: {field} before byte {Position} is {why}."));

    public int ReadInt32(string field, int min, int max)
    {
        int value = BinaryPrimitives.ReadInt32LittleEndian(Take(4, field));
        return value >= min && value <= max ? value : throw Invalid(field, value.ToString(CultureInfo.InvariantCulture));
    }

    public long ReadInt64(string field, long min, long max)
    {
        long value = BinaryPrimitives.ReadInt64LittleEndian(Take(8, field));
        return value >= min && value <= max ? value : throw Invalid(field, value.ToString(CultureInfo.InvariantCulture));
    }

    public double ReadDouble(string field) => BinaryPrimitives.ReadDoubleLittleEndian(Take(8, field));

    public byte ReadByte(string field) => Take(1, field)[0];

    public bool ReadBoolean(string field)
    {
        byte value = ReadByte(field);
        return value <= 1 ? value == 1 : throw Invalid(field, value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Throws if the rest of the file is too short for a number of items.</summary>
    public void RequireRoom(string field, long count, long bytesEach)
    {
        if (count < 0 || count > Remaining / bytesEach)
            throw Invalid(field, string.Create(CultureInfo.InvariantCulture, $"{count}, more than the file contains"));
    }

    /// <summary>Reads a NUL-terminated string and appends it without the NUL.</summary>
    public void ReadString(string field, List<byte> target)
    {
        while (true)
        {
            if (used == filled) Fill(field);
            ReadOnlySpan<byte> rest = buffer.AsSpan(used, filled - used);
            int end = rest.IndexOf((byte)0);
            ReadOnlySpan<byte> part = end < 0 ? rest : rest[..end];
            target.AddRange(part);
            used += part.Length;
            if (end < 0) continue;
            used++;
            return;
        }
    }

    public byte[] ReadBytes(string field, long count)
    {
        RequireRoom(field, count, 1);
        if (count > Array.MaxLength) throw Invalid(field, "too large for an array");
        var result = new byte[count];
        CopyTo(result, field);
        return result;
    }

    public float[] ReadSingles(string field, long count)
    {
        RequireRoom(field, count, sizeof(float));
        if (count > Array.MaxLength) throw Invalid(field, "too large for an array");
        var result = new float[count];
        CopyTo(MemoryMarshal.AsBytes(result.AsSpan()), field);
        if (!BitConverter.IsLittleEndian)
        {
            Span<int> words = MemoryMarshal.Cast<float, int>(result.AsSpan());
            BinaryPrimitives.ReverseEndianness(words, words);
        }
        foreach (float value in result)
            if (!float.IsFinite(value)) throw Invalid(field, "not finite");
        return result;
    }

    /// <summary>Reads the rest of the file and returns the hash of the whole file: 32 hexadecimal digits.</summary>
    public string Finish()
    {
        while (bufferStart + filled < length)
        {
            used = filled;
            Fill("the end");
        }
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private ReadOnlySpan<byte> Take(int count, string field)
    {
        if (filled - used < count) Fill(field);
        if (filled - used < count) throw Invalid(field, "missing: the file ends");
        ReadOnlySpan<byte> result = buffer.AsSpan(used, count);
        used += count;
        return result;
    }

    private void CopyTo(Span<byte> target, string field)
    {
        while (!target.IsEmpty)
        {
            if (used == filled) Fill(field);
            int count = Math.Min(target.Length, filled - used);
            buffer.AsSpan(used, count).CopyTo(target);
            used += count;
            target = target[count..];
        }
    }

    private void Fill(string field)
    {
        int kept = filled - used;
        buffer.AsSpan(used, kept).CopyTo(buffer);
        bufferStart += used;
        (used, filled) = (0, kept);
        int read = stream.Read(buffer, kept, buffer.Length - kept);
        if (read == 0) throw Invalid(field, "missing: the file ends");
        hash.Append(buffer.AsSpan(kept, read));
        filled += read;
    }
}
