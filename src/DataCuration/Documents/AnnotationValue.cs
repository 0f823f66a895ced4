using System.Globalization;
using System.Text;

namespace DataCuration;

/// <summary>
/// One annotation's value without boxing: a closed union of the kinds of <see cref="AnnotationKind"/>. Sinks and sources of other formats
/// exchange annotations through it; user code mostly goes through <see cref="AnnotationKey{T}"/>.
/// </summary>
public readonly struct AnnotationValue : IEquatable<AnnotationValue>
{
    private readonly object? reference;
    private readonly long bits;

    private AnnotationValue(AnnotationKind kind, object? reference, long bits)
    {
        Kind = kind;
        this.reference = reference;
        this.bits = bits;
    }

    /// <summary>The value's kind.</summary>
    public AnnotationKind Kind { get; }

    /// <summary>The null value.</summary>
    public static AnnotationValue Null => default;

    /// <summary>Makes a Boolean value.</summary>
    /// <param name="value">The value.</param>
    public static AnnotationValue FromBoolean(bool value) => new(AnnotationKind.Boolean, null, value ? 1 : 0);

    /// <summary>Makes an integer value.</summary>
    /// <param name="value">The value.</param>
    public static AnnotationValue FromInteger(long value) => new(AnnotationKind.Integer, null, value);

    /// <summary>Makes a floating-point value. NaN and infinities are kept; JSON writes them as <c>null</c>.</summary>
    /// <param name="value">The value.</param>
    public static AnnotationValue FromNumber(double value) => new(AnnotationKind.Number, null, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Makes a string value; a null string gives <see cref="Null"/>.</summary>
    /// <param name="value">The value.</param>
    public static AnnotationValue FromString(string? value) => value is null ? default : new(AnnotationKind.String, value, 0);

    /// <summary>Makes a value of any JSON text.</summary>
    /// <param name="utf8Json">One complete JSON value in UTF-8. The array is not copied and must not change.</param>
    public static AnnotationValue FromJson(byte[] utf8Json)
    {
        ArgumentNullException.ThrowIfNull(utf8Json);
        return new(AnnotationKind.Json, utf8Json, 0);
    }

    /// <summary>The Boolean, if <see cref="Kind"/> is <see cref="AnnotationKind.Boolean"/>; else false.</summary>
    public bool AsBoolean() => Kind == AnnotationKind.Boolean && bits != 0;

    /// <summary>The integer of an integer value, or a number truncated towards zero; else 0.</summary>
    public long AsInteger() => Kind switch
    {
        AnnotationKind.Integer or AnnotationKind.Boolean => bits,
        AnnotationKind.Number => (long)BitConverter.Int64BitsToDouble(bits),
        _ => 0,
    };

    /// <summary>The number of a number or integer value; else NaN.</summary>
    public double AsNumber() => Kind switch
    {
        AnnotationKind.Number => BitConverter.Int64BitsToDouble(bits),
        AnnotationKind.Integer => bits,
        _ => double.NaN,
    };

    /// <summary>The string of a string value; else the value in invariant text form, and null for <see cref="AnnotationKind.Null"/>.</summary>
    public string? AsString() => Kind switch
    {
        AnnotationKind.Null => null,
        AnnotationKind.String => (string)reference!,
        AnnotationKind.Boolean => bits != 0 ? "true" : "false",
        AnnotationKind.Integer => bits.ToString(CultureInfo.InvariantCulture),
        AnnotationKind.Number => BitConverter.Int64BitsToDouble(bits).ToString("R", CultureInfo.InvariantCulture),
        _ => Encoding.UTF8.GetString((byte[])reference!),
    };

    /// <summary>The UTF-8 JSON text of a <see cref="AnnotationKind.Json"/> value; else empty.</summary>
    public ReadOnlyMemory<byte> AsJson() => Kind == AnnotationKind.Json ? (byte[])reference! : ReadOnlyMemory<byte>.Empty;

    /// <inheritdoc/>
    public bool Equals(AnnotationValue other) =>
        Kind == other.Kind && bits == other.bits && Kind switch
        {
            AnnotationKind.String => string.Equals((string)reference!, (string)other.reference!, StringComparison.Ordinal),
            AnnotationKind.Json => ((byte[])reference!).AsSpan().SequenceEqual((byte[])other.reference!),
            _ => true,
        };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AnnotationValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, bits, Kind == AnnotationKind.String ? reference : null);

    /// <summary>Compares two values.</summary>
    public static bool operator ==(AnnotationValue left, AnnotationValue right) => left.Equals(right);

    /// <summary>Compares two values.</summary>
    public static bool operator !=(AnnotationValue left, AnnotationValue right) => !left.Equals(right);

    /// <summary>The value as <see cref="AsString"/> gives it; <c>null</c> for the null value.</summary>
    public override string ToString() => AsString() ?? "null";
}
