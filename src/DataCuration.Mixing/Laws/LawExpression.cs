using System.Globalization;

namespace DataCuration.Mixing;

/// <summary>
/// A number in the formula of a <see cref="ParametricLaw"/>: an input, a parameter, a constant, or a result of arithmetic. The formula is recorded once and
/// differentiated automatically, so gradients are exact and need not be written by hand.
/// </summary>
/// <remarks>
/// A formula must be the same for all values. It cannot branch on them: an expression has no value while the formula is recorded.
/// </remarks>
public sealed class LawExpression
{
    private LawExpression(LawOperation operation, LawExpression? left = null, LawExpression? right = null, double constant = 0, int index = 0, string name = "")
    {
        Operation = operation;
        Left = left;
        Right = right;
        Value = constant;
        Index = index;
        Name = name;
    }

    internal LawOperation Operation { get; }

    internal LawExpression? Left { get; }

    internal LawExpression? Right { get; }

    /// <summary>The value of a constant.</summary>
    internal double Value { get; }

    /// <summary>The number of an input or parameter.</summary>
    internal int Index { get; }

    private string Name { get; }

    /// <summary>Converts a constant.</summary>
    /// <param name="value">The constant; finite.</param>
    public static implicit operator LawExpression(double value) => FromDouble(value);

    /// <summary>Converts a constant.</summary>
    /// <param name="value">The constant; finite.</param>
    public static LawExpression FromDouble(double value) => double.IsFinite(value) ? new(LawOperation.Constant, constant: value)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A constant of a law must be finite.");

    /// <summary>Adds two numbers.</summary>
    /// <param name="left">The first number.</param>
    /// <param name="right">The second number.</param>
    public static LawExpression operator +(LawExpression left, LawExpression right) => Binary(LawOperation.Add, left, right);

    /// <summary>Subtracts a number from another one.</summary>
    /// <param name="left">The first number.</param>
    /// <param name="right">The number to subtract.</param>
    public static LawExpression operator -(LawExpression left, LawExpression right) => Binary(LawOperation.Subtract, left, right);

    /// <summary>Multiplies two numbers.</summary>
    /// <param name="left">The first number.</param>
    /// <param name="right">The second number.</param>
    public static LawExpression operator *(LawExpression left, LawExpression right) => Binary(LawOperation.Multiply, left, right);

    /// <summary>Divides a number by another one.</summary>
    /// <param name="left">The dividend.</param>
    /// <param name="right">The divisor.</param>
    public static LawExpression operator /(LawExpression left, LawExpression right) => Binary(LawOperation.Divide, left, right);

    /// <summary>Changes the sign of a number.</summary>
    /// <param name="value">The number.</param>
    public static LawExpression operator -(LawExpression value) => Unary(LawOperation.Negate, value);

    /// <summary>Raises a number to a power. 0 to a positive power is 0, and its derivative by the exponent is 0.</summary>
    /// <param name="value">The base.</param>
    /// <param name="exponent">The exponent.</param>
    public static LawExpression Pow(LawExpression value, LawExpression exponent) => Binary(LawOperation.Power, value, exponent);

    /// <summary>Computes the exponential.</summary>
    /// <param name="value">The exponent.</param>
    public static LawExpression Exp(LawExpression value) => Unary(LawOperation.Exp, value);

    /// <summary>Computes the natural logarithm.</summary>
    /// <param name="value">The argument; positive in every use.</param>
    public static LawExpression Log(LawExpression value) => Unary(LawOperation.Log, value);

    /// <summary>Returns the formula as text.</summary>
    public override string ToString() => Operation switch
    {
        LawOperation.Constant => Value.ToString(CultureInfo.InvariantCulture),
        LawOperation.Input or LawOperation.Parameter => Name,
        LawOperation.Add => $"{Left} + {Right}",
        LawOperation.Subtract => $"{Left} - {Enclose(Right!, Priority + 1)}",
        LawOperation.Multiply => $"{Enclose(Left!, Priority)}*{Enclose(Right!, Priority)}",
        LawOperation.Divide => $"{Enclose(Left!, Priority)}/{Enclose(Right!, Priority + 1)}",
        LawOperation.Negate => $"-{Enclose(Left!, Priority)}",
        LawOperation.Power => $"{Enclose(Left!, Priority + 1)}^{Enclose(Right!, Priority + 1)}",
        LawOperation.Exp => $"exp({Left})",
        _ => $"ln({Left})",
    };

    internal static LawExpression Input(int index, string name) => new(LawOperation.Input, index: index, name: name);

    internal static LawExpression Parameter(int index, string name) => new(LawOperation.Parameter, index: index, name: name);

    /// <summary>
    /// Returns the formula without one input: it becomes a constant, and the numbers of the inputs after it go down by one. Shared parts stay shared.
    /// </summary>
    internal LawExpression Fix(int input, double value, Dictionary<LawExpression, LawExpression> done)
    {
        if (done.TryGetValue(this, out LawExpression? known)) return known;
        LawExpression fixedOne = Operation switch
        {
            LawOperation.Input when Index == input => FromDouble(value),
            LawOperation.Input when Index > input => Input(Index - 1, Name),
            LawOperation.Input or LawOperation.Parameter or LawOperation.Constant => this,
            _ => new(Operation, Left!.Fix(input, value, done), Right?.Fix(input, value, done)),
        };
        return done[this] = fixedOne;
    }

    /// <summary>The strength with which the operation binds: a part with a lower one is enclosed in brackets.</summary>
    private int Priority => Operation switch
    {
        LawOperation.Add or LawOperation.Subtract => 1,
        LawOperation.Multiply or LawOperation.Divide or LawOperation.Negate => 2,
        LawOperation.Power => 3,
        LawOperation.Constant when Value < 0 => 1,
        _ => 5,
    };

    private static string Enclose(LawExpression part, int priority) => part.Priority < priority ? $"({part})" : part.ToString();

    private static LawExpression Unary(LawOperation operation, LawExpression value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(operation, value);
    }

    private static LawExpression Binary(LawOperation operation, LawExpression left, LawExpression right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new(operation, left, right);
    }
}
