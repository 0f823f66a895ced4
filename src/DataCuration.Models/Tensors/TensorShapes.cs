using System.Globalization;

namespace DataCuration.Models;

/// <summary>Operations on the shapes of tensors.</summary>
internal static class TensorShapes
{
    /// <summary>Computes the number of elements. Returns false if it exceeds 64 bits.</summary>
    public static bool TryCount(IReadOnlyList<long> shape, out long count)
    {
        count = 1;
        bool isEmpty = false;
        foreach (long size in shape)
        {
            if (size == 0) isEmpty = true;
            else if (count > long.MaxValue / size) return false;
            else count *= size;
        }
        if (isEmpty) count = 0;
        return true;
    }

    public static string Text(IEnumerable<long> shape) => $"[{string.Join(", ", shape.Select(size => size.ToString(CultureInfo.InvariantCulture)))}]";
}
