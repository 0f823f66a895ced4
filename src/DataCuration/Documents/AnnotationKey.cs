using System.Globalization;
using System.Runtime.CompilerServices;

namespace DataCuration;

/// <summary>
/// The typed name of an annotation. Declare it as a constant beside the stage that writes it, for example
/// <c>static readonly AnnotationKey&lt;double&gt; Score = new("quality_score");</c>, and read it with <see cref="Document.Get{T}(AnnotationKey{T})"/>.
/// The name is also the field's name in JSONL, Parquet and CSV files, so a later run can read the annotations of an earlier one.
/// </summary>
/// <typeparam name="T"><see cref="bool"/>, <see cref="int"/>, <see cref="long"/>, <see cref="float"/>, <see cref="double"/> or
/// <see cref="string"/>.</typeparam>
/// <example>
/// <code>
/// using DataCuration;
///
/// var score = new AnnotationKey&lt;double&gt;("quality_score");
/// Document document = new Document("doc-1", "A text.").With(score, 0.93);
/// Console.WriteLine(document.TryGet(score, out double value) ? value : "no score");
/// </code>
/// </example>
public readonly record struct AnnotationKey<T>
{
    /// <summary>Creates a key.</summary>
    /// <param name="name">The annotation's name, which is also the field's name in files; not empty.</param>
    /// <exception cref="ArgumentException">The name is null, empty or white space.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is not one of the supported types.</exception>
    public AnnotationKey(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (typeof(T) != typeof(bool) && typeof(T) != typeof(int) && typeof(T) != typeof(long)
            && typeof(T) != typeof(float) && typeof(T) != typeof(double) && typeof(T) != typeof(string))
            throw new NotSupportedException($"Annotation '{name}': {typeof(T)} is not supported; use bool, int, long, float, double or string.");
        Name = name;
    }

    /// <summary>The annotation's name.</summary>
    public string Name { get; }

    internal static AnnotationValue Wrap(T value)
    {
        if (typeof(T) == typeof(bool)) return AnnotationValue.FromBoolean(Unsafe.BitCast<T, bool>(value));
        if (typeof(T) == typeof(int)) return AnnotationValue.FromInteger(Unsafe.BitCast<T, int>(value));
        if (typeof(T) == typeof(long)) return AnnotationValue.FromInteger(Unsafe.BitCast<T, long>(value));
        if (typeof(T) == typeof(float)) return AnnotationValue.FromNumber(Unsafe.BitCast<T, float>(value));
        if (typeof(T) == typeof(double)) return AnnotationValue.FromNumber(Unsafe.BitCast<T, double>(value));
        return AnnotationValue.FromString((string?)(object?)value);
    }

    internal static bool TryUnwrap(AnnotationValue value, out T result)
    {
        bool numeric = value.Kind is AnnotationKind.Integer or AnnotationKind.Number;
        // A number is read as an integer only if it is integral: 0.93 read as an int fails instead of returning 0.
        bool integral = value.Kind == AnnotationKind.Integer
            || (value.Kind == AnnotationKind.Number && double.IsInteger(value.AsNumber()) && Math.Abs(value.AsNumber()) < 1L << 62);
        if (typeof(T) == typeof(bool) && value.Kind == AnnotationKind.Boolean) { result = Unsafe.BitCast<bool, T>(value.AsBoolean()); return true; }
        if (typeof(T) == typeof(int) && integral && value.AsInteger() is >= int.MinValue and <= int.MaxValue)
        {
            result = Unsafe.BitCast<int, T>((int)value.AsInteger());
            return true;
        }
        if (typeof(T) == typeof(long) && integral) { result = Unsafe.BitCast<long, T>(value.AsInteger()); return true; }
        if (typeof(T) == typeof(float) && numeric) { result = Unsafe.BitCast<float, T>((float)value.AsNumber()); return true; }
        if (typeof(T) == typeof(double) && numeric) { result = Unsafe.BitCast<double, T>(value.AsNumber()); return true; }
        // A number with more digits than a double keeps, such as a decimal of a database, is JSON.
        if ((typeof(T) == typeof(double) || typeof(T) == typeof(float)) && value.Kind == AnnotationKind.Json
            && double.TryParse(value.AsJson().Span, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
        {
            result = typeof(T) == typeof(double) ? Unsafe.BitCast<double, T>(number) : Unsafe.BitCast<float, T>((float)number);
            return true;
        }
        if (typeof(T) == typeof(string) && value.Kind == AnnotationKind.String) { result = (T)(object)value.AsString()!; return true; }
        result = default!;
        return false;
    }
}
