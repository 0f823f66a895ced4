using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace DataCuration.Training;

/// <summary>
/// Writes numbers as an event file of TensorBoard: records of the TFRecord format with messages of <c>tensorflow/core/util/event.proto</c>. Each number is
/// flushed, so that TensorBoard shows it at once. Not thread-safe.
/// </summary>
public sealed class TensorBoardWriter : IDisposable
{
    private const int VarintField = 0;
    private const int DoubleField = 1;
    private const int BytesField = 2;
    private const int FloatField = 5;

    private readonly Stream stream;
    private readonly TimeProvider time;
    private readonly List<byte> record = [];
    private readonly List<byte> summary = [];
    private readonly List<byte> value = [];

    /// <summary>Creates a new event file.</summary>
    /// <param name="folder">The folder. It is created if necessary. TensorBoard reads all event files in it as one run.</param>
    /// <param name="firstStep">The first step that will be written. TensorBoard drops steps from here on that earlier files of the folder hold.</param>
    /// <param name="time">The clock of the records; null for the system's.</param>
    public TensorBoardWriter(string folder, long firstStep, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfNegative(firstStep);
        this.time = time ?? TimeProvider.System;
        Directory.CreateDirectory(folder);
        // TensorBoard recognises files by "tfevents" and reads them in the order of their names.
        string stem = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{this.time.GetUtcNow().ToUnixTimeSeconds():D10}.datacuration.");
        int number = 0;
        while (File.Exists(NameOf(number))) number++;
        Path = NameOf(number);
        stream = new FileStream(Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        Start(0);
        AddBytes(record, 3, "brain.Event:2"u8);
        WriteRecord();
        Start(firstStep);
        AddBytes(record, 7, [(1 << 3) | VarintField, 1]); // SessionLog with status START
        WriteRecord();

        string NameOf(int number) => System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{stem}{number}"));
    }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>Writes a number.</summary>
    /// <param name="tag">The name of the curve. A slash groups curves.</param>
    /// <param name="number">The number. TensorBoard has single precision.</param>
    /// <param name="step">The training step.</param>
    public void AddScalar(string tag, double number, long step)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        value.Clear();
        AddBytes(value, 1, Encoding.UTF8.GetBytes(tag));
        value.Add((2 << 3) | FloatField);
        Span<byte> single = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(single, (float)number);
        value.AddRange(single);
        summary.Clear();
        AddBytes(summary, 1, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(value));
        Start(step);
        AddBytes(record, 5, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(summary));
        WriteRecord();
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => stream.Dispose();

    private void Start(long step)
    {
        record.Clear();
        record.Add((1 << 3) | DoubleField);
        Span<byte> seconds = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(seconds, time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
        record.AddRange(seconds);
        record.Add((2 << 3) | VarintField);
        AddVarint(record, (ulong)step);
    }

    private void WriteRecord()
    {
        ReadOnlySpan<byte> data = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(record);
        Span<byte> header = stackalloc byte[sizeof(ulong) + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[sizeof(ulong)..], Crc32C.Mask(Crc32C.Compute(header[..sizeof(ulong)])));
        Span<byte> footer = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(footer, Crc32C.Mask(Crc32C.Compute(data)));
        stream.Write(header);
        stream.Write(data);
        stream.Write(footer);
        stream.Flush();
    }

    private static void AddBytes(List<byte> message, int field, ReadOnlySpan<byte> bytes)
    {
        message.Add((byte)((field << 3) | BytesField));
        AddVarint(message, (ulong)bytes.Length);
        message.AddRange(bytes);
    }

    private static void AddVarint(List<byte> message, ulong number)
    {
        for (; number >= 0x80; number >>= 7) message.Add((byte)(number | 0x80));
        message.Add((byte)number);
    }
}
