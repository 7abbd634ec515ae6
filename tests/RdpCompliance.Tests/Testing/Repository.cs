namespace RdpCompliance.Tests.Testing;

/// <summary>The clone that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string At(string relative) => Path.Combine(Root, relative);

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "RdpCompliance.sln")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException("The tests lie below no clone.");
    }
}
