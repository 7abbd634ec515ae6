namespace RdpCompliance.Benchmarks;

/// <summary>
/// How long a scan of the repository's sample takes as a whole process, from start to a finished SARIF file, beside a program that does nothing at all.
/// </summary>
internal static class ColdStart
{
    public static int Run(int runs)
    {
        var folder = Directory.CreateTempSubdirectory("rdpcompliance-");
        try
        {
            WholeProcess.Compare(
                runs,
                ("empty program", [EmptyProgram.WriteTo(folder.FullName)]),
                (
                    "scan to SARIF",
                    [
                        WholeProcess.Program,
                        "scan",
                        Path.Combine(WholeProcess.Root, "tests", "corpus", "sample"),
                        "--format",
                        $"sarif={Path.Combine(folder.FullName, "out.sarif")}",
                        "--fail-on",
                        "none",
                    ]));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
