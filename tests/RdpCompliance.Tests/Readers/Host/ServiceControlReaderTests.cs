using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Host;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Host;

public sealed class ServiceControlReaderTests
{
    private const string Query = """

        SERVICE_NAME: EventLog
        DISPLAY_NAME: Windows Event Log
                TYPE               : 30  WIN32
                STATE              : 4  RUNNING
                                        (STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN)
                WIN32_EXIT_CODE    : 0  (0x0)
                SERVICE_EXIT_CODE  : 0  (0x0)
                CHECKPOINT         : 0x0
                WAIT_HINT          : 0x0

        SERVICE_NAME: RpcSs
        DISPLAY_NAME: Remote Procedure Call (RPC)
                TYPE               : 20  WIN32_SHARE_PROCESS
                STATE              : 4  RUNNING
                                        (NOT_STOPPABLE, NOT_PAUSABLE, IGNORES_SHUTDOWN)
                WIN32_EXIT_CODE    : 0  (0x0)
                SERVICE_EXIT_CODE  : 0  (0x0)
                CHECKPOINT         : 0x0
                WAIT_HINT          : 0x0

        SERVICE_NAME: TermService
        DISPLAY_NAME: Remote Desktop Services
                TYPE               : 20  WIN32_SHARE_PROCESS
                STATE              : 1  STOPPED
                WIN32_EXIT_CODE    : 1077  (0x435)
                SERVICE_EXIT_CODE  : 0  (0x0)
                CHECKPOINT         : 0x0
                WAIT_HINT          : 0x0

        """;

    private const string Spanish = """

        NOMBRE_SERVICIO: TermService
                TIPO               : 20  WIN32_SHARE_PROCESS
                ESTADO             : 1  STOPPED
                CÓD_SALIDA_WIN32   : 1077  (0x435)
                CÓD_SALIDA_SERVICIO: 0  (0x0)
                PUNTO_COMPROB.     : 0x0
                INDICACIÓN_INICIO  : 0x0
                PID                : 0
                MARCAS             :
        """;

    private const string Configuration = """
        [SC] QueryServiceConfig SUCCESS

        SERVICE_NAME: TermService
                TYPE               : 20  WIN32_SHARE_PROCESS
                START_TYPE         : 2   AUTO_START  (DELAYED)
                ERROR_CONTROL      : 1   NORMAL
                BINARY_PATH_NAME   : C:\WINDOWS\System32\svchost.exe -k NetworkService
                LOAD_ORDER_GROUP   :
                TAG                : 0
                DISPLAY_NAME       : Remote Desktop Services
                DEPENDENCIES       : RPCSS
                                   : TermDD
                SERVICE_START_NAME : NT Authority\NetworkService
        """;

    [Theory]
    [InlineData(Query)]
    [InlineData(Spanish)]
    public void The_state_is_a_number_whatever_the_labels_say(string text)
    {
        Assert.NotNull(new ServiceControlReader().Claim(text));
        var item = new ServiceControlReader().Read(text).Items[^1];

        Assert.Equal("TermService", item.Name);
        Assert.Equal(new SettingValue.Number(1), item.Find("status")?.Value);
        Assert.Equal(new SettingValue.Number(0x20), item.Find("type")?.Value);
        Assert.Equal(new SettingValue.Number(1077), item.Find("win32-exit-code")?.Value);
    }

    [Theory]
    [InlineData("display-name", "Remote Desktop Services")]
    [InlineData("start", "2")]
    [InlineData("delayed", "true")]
    [InlineData("binary-path", @"C:\WINDOWS\System32\svchost.exe -k NetworkService")]
    [InlineData("dependencies", "RPCSS, TermDD")]
    [InlineData("account", @"NT Authority\NetworkService")]
    [InlineData("status", null)]
    public void A_configuration_is_told_from_a_status(string field, string? value) =>
        Assert.Equal(value, Assert.Single(new ServiceControlReader().Read(Configuration).Items).Value(field));

    [Fact]
    public void A_number_is_placed_where_its_digits_are()
    {
        var (source, span) = MarkedText.One("""
            SERVICE_NAME: TermService
                    TYPE               : 20  WIN32_SHARE_PROCESS
                    START_TYPE         : [|4|]   DISABLED
                    ERROR_CONTROL      : 1   NORMAL
            """);

        Assert.Equal(span, Assert.Single(new ServiceControlReader().Read(source).Items).Find("start")?.Location.Span);
    }

    [Fact]
    public void A_list_that_shows_stopped_services_covers_all()
    {
        var reader = new ServiceControlReader();

        Assert.Equal(new Coverage.Space("service"), Assert.Single(reader.Read(Query).Coverage));
        Assert.Empty(reader.Read(Query[..Query.IndexOf("SERVICE_NAME: TermService", StringComparison.Ordinal)]).Coverage);
        Assert.Empty(reader.Read(Configuration).Coverage);
    }

    [Theory]
    [InlineData("SERVICE_NAME: A\n  TYPE : 20  X\n  STATE : [|x  RUNNING|]\n  EXIT : 0  (0x0)", "RDP0169")]
    [InlineData("SERVICE_NAME: [|A|]\n  TYPE : 20  X\n  STATE : 4  RUNNING", "RDP0171")]
    public void What_is_missing_is_said_at_its_place(string marked, string id)
    {
        var (source, span) = MarkedText.One(marked);

        var diagnostic = Assert.Single(new ServiceControlReader().Read(source).Diagnostics);

        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(span, diagnostic.Location.Span);
    }

    [Theory]
    [InlineData("data: |\n  port: 3389\n  max: 5\n  name: x\n")]
    [InlineData("Ethernet adapter Ethernet:\n\n   DHCP Enabled. . . . : Yes\n   IPv4 Address. . . . : 10.0.0.4\n   Subnet Mask . . . . : 255.0.0.0\n")]
    [InlineData("[SC] EnumQueryServicesStatus:OpenService FAILED 1060:\n\nThe specified service does not exist as an installed service.\n")]
    public void Other_labelled_text_is_not_claimed(string text) => Assert.Null(new ServiceControlReader().Claim(text));

    [Theory]
    [InlineData(Query)]
    [InlineData(Configuration)]
    public void Damaged_files_do_not_throw(string text) => Robustness.Check(new ServiceControlReader(), "sc.txt", Encoding.UTF8.GetBytes(text));
}
