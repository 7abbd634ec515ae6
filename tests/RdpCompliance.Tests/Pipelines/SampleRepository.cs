using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Pipelines;

/// <summary>A repository with one finding of severity error, to be scanned by a build.</summary>
internal sealed class SampleRepository : IDisposable
{
    public const string Rule = "RDP9001";

    /// <summary>Network Level Authentication is off.</summary>
    public const string Export = """
        Windows Registry Editor Version 5.00

        [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server]
        "fDenyTSConnections"=dword:00000000

        [HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp]
        "UserAuthentication"=dword:00000000

        """;

    public const string Damaged =
        "Windows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server]\n\"fDenyTSConnections\"=dword:zz\n";

    /// <summary>Names that would act, were they ever part of a command's text or a log.</summary>
    public static IReadOnlyList<string> HostileNames { get; } =
    [
        "$(touch pwned).reg",
        "`touch pwned`.reg",
        "a; touch pwned;.reg",
        "it's \"quoted\".reg",
        "  two  spaces .reg",
        "-dash.reg",
        "--fail-on=none.reg",
        "@response.reg",
        "*.reg",
        "~.reg",
        "${HOME}.reg",
        "${{ github.token }}.reg",
        "::error::mine.reg",
        "::set-output name=findings::99.reg",
        "##vso[task.complete result=Succeeded;]mine.reg",
        "##[error]mine.reg",
        "%0A::error::mine.reg",
        "findings=99.reg",
        "a,b;c%d=e.reg",
        "\u001b[31mred.reg",
    ];

    private readonly TemporaryFolder _folder = new();

    public SampleRepository() => Write("gpo/host.reg", Export);

    public string Path => _folder.Path;

    public string Write(string relative, string text) => _folder.Write(relative, text);

    public string At(string relative) => _folder.At(relative);

    /// <summary>Whether some text of an input was run: each such text makes a file of that name.</summary>
    public bool WasBrokenInto => Directory.EnumerateFileSystemEntries(Path, "pwned*", SearchOption.AllDirectories).Any();

    public void Dispose() => _folder.Dispose();
}
