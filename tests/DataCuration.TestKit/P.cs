namespace DataCuration.TestKit; internal static class Placeholder;
