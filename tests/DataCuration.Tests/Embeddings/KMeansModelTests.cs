using CsCheck;

namespace DataCuration.Tests.Embeddings;

public sealed class KMeansModelTests
{
    [Fact]
    public void AssignTwo_AnyVectors_EqualsAssignToTheBit() =>
        Gen.Select(Gen.Int[1, 37], Gen.Int[1, 14], Gen.ULong, Gen.Bool).Sample((dimension, clusters, seed, isCosine) =>
        {
            var random = new SeededRandom(seed);
            var centroids = new float[dimension * clusters];
            var vectors = new float[dimension * 2];
            // Few different numbers, so that distances are often equal.
            foreach (ref float value in centroids.AsSpan()) value = random.NextInt64(3) - 1;
            foreach (ref float value in vectors.AsSpan()) value = (random.NextInt64(3) - 1) / 3f;
            if (random.NextInt64(8) == 0) vectors[0] = float.NaN;
            var model = new KMeansModel(centroids, dimension, isCosine ? VectorDistance.Cosine : VectorDistance.Euclidean);
            var found = new int[2];
            var distances = new float[2];
            model.AssignTwo(vectors, found, distances);
            for (int i = 0; i < 2; i++)
            {
                int expected = model.Assign(vectors.AsSpan(i * dimension, dimension), out float distance);
                Assert.Equal(expected, found[i]);
                Assert.Equal(BitConverter.SingleToInt32Bits(distance), BitConverter.SingleToInt32Bits(distances[i]));
            }
        }, iter: 2_000);
}
