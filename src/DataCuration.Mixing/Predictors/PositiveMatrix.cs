namespace DataCuration.Mixing;

/// <summary>Symmetric positive definite matrices, row after row.</summary>
internal static class PositiveMatrix
{
    /// <summary>Replaces a matrix by its inverse, by Cholesky's decomposition.</summary>
    /// <returns>False if the matrix is not positive definite; its content is then undefined.</returns>
    public static bool TryInvert(Span<double> matrix, int size)
    {
        var lower = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = matrix[(i * size) + j];
                for (int k = 0; k < j; k++) sum -= lower[(i * size) + k] * lower[(j * size) + k];
                if (i == j)
                {
                    if (!(sum > 0 && double.IsFinite(sum))) return false;
                    lower[(i * size) + i] = Math.Sqrt(sum);
                }
                else
                {
                    lower[(i * size) + j] = sum / lower[(j * size) + j];
                }
            }
        }
        var column = new double[size];
        for (int c = 0; c < size; c++)
        {
            for (int i = 0; i < size; i++)
            {
                double sum = i == c ? 1 : 0;
                for (int k = 0; k < i; k++) sum -= lower[(i * size) + k] * column[k];
                column[i] = sum / lower[(i * size) + i];
            }
            for (int i = size - 1; i >= 0; i--)
            {
                double sum = column[i];
                for (int k = i + 1; k < size; k++) sum -= lower[(k * size) + i] * column[k];
                column[i] = sum / lower[(i * size) + i];
                matrix[(i * size) + c] = column[i];
            }
        }
        return true;
    }
}
