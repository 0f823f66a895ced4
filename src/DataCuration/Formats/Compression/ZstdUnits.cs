using System.Buffers.Binary;
using ZstdSharp.Unsafe;

namespace DataCuration;

/// <summary>
/// The frames of a Zstandard file (RFC 8878). Skippable frames are ignored, except one with the magic number 0x184D2A5D: it holds a dictionary, plain or
/// itself a zstd frame, for the frames that follow, as in <c>.warc.zst</c> (iipc.github.io/warc-specifications, "Zstandard compression").
/// </summary>
internal sealed unsafe class ZstdUnits : CompressedUnits
{
    private const uint FrameMagic = 0xfd2fb528;
    private const uint SkippableMagic = 0x184d2a50;
    private const uint DictionaryMagic = 0x184d2a5d;

    /// <summary>The maximum length of a dictionary: 16 MiB (our choice; dictionaries in use have some hundred KB).</summary>
    private const int MaxDictionaryBytes = 16 << 20;

    private ZSTD_DCtx_s* context;
    private string? error;
    private ulong? window;
    private InflateStatus ended;

    public ZstdUnits(StoredBuffer input)
        : base(input)
    {
        context = Methods.ZSTD_createDCtx();
        Methods.ZSTD_DCtx_setParameter(context, ZSTD_dParameter.ZSTD_d_windowLogMax, ZstdWindow.MaxLog);
    }

    ~ZstdUnits() => Free();

    protected override string UnitName => "zstd frame";

    protected override ReadOnlySpan<byte> Magic => [0x28, 0xb5, 0x2f, 0xfd];

    protected override string? DecodeError => error;

    /// <summary>Returns true if a file that starts with these bytes is zstd.</summary>
    public static bool IsMagic(ReadOnlySpan<byte> head) =>
        head.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(head) is var magic && (magic == FrameMagic || (magic & 0xfffffff0) == SkippableMagic);

    public override void Dispose()
    {
        Free();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override string? SkipPadding(ref long start)
    {
        while (true)
        {
            ReadOnlySpan<byte> head = Input.Peek(8);
            if (head.Length < 4) return null;
            uint magic = BinaryPrimitives.ReadUInt32LittleEndian(head);
            if ((magic & 0xfffffff0) != SkippableMagic) return null;
            Input.Mark = start = Input.Position;
            if (head.Length < 8) return "the file ends inside a skippable frame";
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            Input.Advance(8);
            if (magic == DictionaryMagic && length <= MaxDictionaryBytes)
            {
                if (Input.Peek((int)length).Length < length) return "the file ends inside a dictionary";
                ReadOnlySpan<byte> content = Input.Available[..(int)length];
                if (LoadDictionary(content) is { } failure)
                {
                    Input.Advance((int)length);
                    return failure;
                }
            }
            for (long left = length; left > 0;)
            {
                ReadOnlySpan<byte> bytes = Input.Peek(1);
                if (bytes.IsEmpty) return "the file ends inside a skippable frame";
                int count = (int)Math.Min(left, bytes.Length);
                Input.Advance(count);
                left -= count;
            }
        }
    }

    protected override string? Open(bool isTrial)
    {
        if (!Input.Peek(4).StartsWith(Magic)) return "there is no zstd frame";
        Methods.ZSTD_DCtx_reset(context, ZSTD_ResetDirective.ZSTD_reset_session_only);
        error = null;
        window = ZstdWindow.Read(Input.Peek(ZstdWindow.HeaderBytes));
        ended = InflateStatus.More;
        return null;
    }

    protected override InflateStatus Decode(Span<byte> destination, out int written)
    {
        written = 0;
        // Another call would start the next frame.
        if (ended != InflateStatus.More) return ended;
        while (written < destination.Length)
        {
            ReadOnlySpan<byte> bytes = Input.Peek(1);
            nuint result;
            nuint used;
            int before = written;
            fixed (byte* from = bytes, to = destination)
            {
                var source = new ZSTD_inBuffer_s { src = from, size = (nuint)bytes.Length };
                var target = new ZSTD_outBuffer_s { dst = to, size = (nuint)destination.Length, pos = (nuint)written };
                result = Methods.ZSTD_decompressStream(context, &target, &source);
                used = source.pos;
                written = (int)target.pos;
            }
            Input.Advance((int)used);
            if (Methods.ZSTD_isError(result))
            {
                error = Methods.ZSTD_getErrorCode(result) == ZSTD_ErrorCode.ZSTD_error_frameParameter_windowTooLarge ? ZstdWindow.TooLarge(window)
                    : Methods.ZSTD_getErrorName(result);
                return ended = InflateStatus.Invalid;
            }
            if (result == 0) return ended = InflateStatus.Finished;
            if (bytes.IsEmpty && written == before) return ended = InflateStatus.Truncated;
        }
        return InflateStatus.More;
    }

    protected override string? Close() => null;

    private string? LoadDictionary(ReadOnlySpan<byte> content)
    {
        byte[] dictionary = content.ToArray();
        if (IsMagic(content))
        {
            try
            {
                using var decompressor = new ZstdSharp.Decompressor();
                if (ZstdSharp.Decompressor.GetDecompressedSize(content) > MaxDictionaryBytes) return "a dictionary is too long";
                dictionary = decompressor.Unwrap(content).ToArray();
            }
            catch (ZstdSharp.ZstdException exception)
            {
                return $"a dictionary cannot be decompressed: {exception.Message}";
            }
        }
        nuint result;
        fixed (byte* bytes = dictionary) result = Methods.ZSTD_DCtx_loadDictionary(context, bytes, (nuint)dictionary.Length);
        return Methods.ZSTD_isError(result) ? $"a dictionary is not valid: {Methods.ZSTD_getErrorName(result)}" : null;
    }

    private void Free()
    {
        if (context is null) return;
        Methods.ZSTD_freeDCtx(context);
        context = null;
    }
}
