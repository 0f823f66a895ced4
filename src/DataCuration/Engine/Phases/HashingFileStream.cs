using System.IO.Hashing;

namespace DataCuration;

/// <summary>A write-only, sequential file stream that hashes the written bytes for the manifest.</summary>
internal sealed class HashingFileStream : Stream
{
    private readonly IFileStore files;
    private readonly Stream file;
    private readonly XxHash128 hash = new();
    private bool closed;

    public HashingFileStream(IFileStore files, string path, string name)
    {
        this.files = files;
        Name = name;
        file = files.Create(path);
    }

    public string Name { get; }

    public long Written { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => !closed;

    public override long Length => Written;

    public override long Position { get => Written; set => throw new NotSupportedException("Output files are written sequentially."); }

    /// <summary>Closes the file and returns its name, length and hash.</summary>
    public OutputFile Finish()
    {
        Dispose();
        return new() { Name = Name, Bytes = Written, Hash = Convert.ToHexStringLower(hash.GetCurrentHash()) };
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            file.Write(buffer);
        }
        catch (Exception e) when (IsFull(e))
        {
            throw CannotWrite(e);
        }
        hash.Append(buffer);
        Written += buffer.Length;
    }

    public override void WriteByte(byte value) => Write([value]);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Flush() => file.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !closed)
        {
            closed = true;
            try
            {
                files.Complete(file);
            }
            catch (Exception e) when (IsFull(e))
            {
                throw CannotWrite(e);
            }
            finally
            {
                CloseHandle();
            }
        }
        base.Dispose(disposing);
    }

    /// <summary>Closes the file. Closing flushes again and fails again after a failed flush; the first error is the one to report.</summary>
    private void CloseHandle()
    {
        try
        {
            file.Dispose();
        }
        catch (Exception e) when (IsFull(e))
        {
        }
    }

    /// <summary>
    /// Returns true for the exceptions of a full disk (<see cref="IOException"/>) and of a file that exceeds the system's limit
    /// (<see cref="ArgumentOutOfRangeException"/> on .NET 10).
    /// </summary>
    private static bool IsFull(Exception e) => e is IOException or ArgumentOutOfRangeException or UnauthorizedAccessException;

    private IOException CannotWrite(Exception e) => new($"Output file '{Name}' cannot be written beyond byte {Written}: {e.Message}", e);
}
