using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>
/// Operations of a tensor with a number, or with torch's default factor of 1. TorchSharp makes a native object of the number. If that happens in the call, the
/// garbage collector can free the object while torch reads it, and torch throws or computes with another number. Here the object lives until torch returns.
/// </summary>
internal static class NumberOperations
{
    /// <summary>Returns <c>x * factor</c>.</summary>
    public static Tensor Times(this Tensor x, double factor)
    {
        using Scalar number = factor;
        return x.mul(number);
    }

    /// <summary>Multiplies by a number in place.</summary>
    public static Tensor TimesInPlace(this Tensor x, double factor)
    {
        using Scalar number = factor;
        return x.mul_(number);
    }

    /// <summary>Returns <c>x / divisor</c>.</summary>
    public static Tensor Over(this Tensor x, double divisor)
    {
        using Scalar number = divisor;
        return x.div(number);
    }

    /// <summary>Returns <c>x + number</c>.</summary>
    public static Tensor Plus(this Tensor x, double number)
    {
        using Scalar added = number;
        using Scalar factor = 1;
        return x.add(added, factor);
    }

    /// <summary>Returns <c>x + y</c>.</summary>
    public static Tensor Plus(this Tensor x, Tensor y)
    {
        using Scalar factor = 1;
        return x.add(y, factor);
    }

    /// <summary>Adds a number in place.</summary>
    public static Tensor PlusInPlace(this Tensor x, double number)
    {
        using Scalar added = number;
        using Scalar factor = 1;
        return x.add_(added, factor);
    }

    /// <summary>Adds <c>factor * y</c> in place.</summary>
    public static Tensor PlusInPlace(this Tensor x, Tensor y, double factor = 1)
    {
        using Scalar number = factor;
        return x.add_(y, number);
    }

    /// <summary>Adds <c>factor * y * z</c> in place.</summary>
    public static Tensor PlusProductInPlace(this Tensor x, Tensor y, Tensor z, double factor)
    {
        using Scalar number = factor;
        return x.addcmul_(y, z, number);
    }

    /// <summary>Adds <c>factor * y / z</c> in place.</summary>
    public static Tensor PlusQuotientInPlace(this Tensor x, Tensor y, Tensor z, double factor)
    {
        using Scalar number = factor;
        return x.addcdiv_(y, z, number);
    }

    /// <summary>Returns the square of each element.</summary>
    public static Tensor Squared(this Tensor x)
    {
        using Scalar exponent = 2;
        return x.pow(exponent);
    }

    /// <summary>Sets elements above a maximum to it.</summary>
    public static Tensor AtMostInPlace(this Tensor x, double maximum)
    {
        using Scalar number = maximum;
        return x.clamp_max_(number);
    }
}
