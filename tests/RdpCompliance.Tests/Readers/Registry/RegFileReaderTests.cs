using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Registry;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Registry;

public sealed class RegFileReaderTests
{
    private const string Version5 = "Windows Registry Editor Version 5.00\r\n\r\n";

    private static readonly RegFileReader Reader = new();

    [Theory]
    [InlineData("\"v\"=dword:[|00000d3d|]")]
    [InlineData("\"v\"=dword:[|1|] ; a comment")]
    [InlineData("\"v\"=\"[|C:\\\\a \\\"b\\\"|]\"")]
    [InlineData("\"v\"=\"[|one\r\n[two]\r\n|]\"  ")]
    [InlineData("\"v\"=\"[||]\"")]
    [InlineData("\"v\"=hex:[|01,02,\\\r\n  03|]")]
    [InlineData("\"v\"=hex(2):\\\r\n  [|01,02|],\r\n")]
    [InlineData("\"v\"=hex(7):[||]")]
    [InlineData("@ = [|-|]")]
    public void A_value_is_placed_at_its_data(string line)
    {
        var (source, span) = MarkedText.One($"{Version5}[HKEY_LOCAL_MACHINE\\A]\r\n{line}", "a.reg", Encoding.Unicode);

        Assert.Equal(span, Reader.ReadAlone(source).Observations[^1].Location.Span);
    }

    [Theory]
    [InlineData(@"[[|HKEY_LOCAL_MACHINE\A|]]")]
    [InlineData(@"  [-[|HKLM\A]b|]] text")]
    public void A_key_is_placed_at_its_name(string line)
    {
        var (source, span) = MarkedText.One(Version5 + line, "a.reg");

        Assert.Equal(span, Assert.Single(Reader.ReadAlone(source).Observations).Location.Span);
    }

    [Theory]
    [InlineData("\"a\"=dword:0000000A", "!a REG_DWORD 0a000000")]
    [InlineData("\"a\" \t= dword:ffffffff\t", "!a REG_DWORD ffffffff")]
    [InlineData("@=\"\"", "!(default) REG_SZ 0000")]
    [InlineData("\"\"=\"x\"", "!(default) REG_SZ 78000000")]
    [InlineData("\"a\\\\b\\\"c\"=\"\\\\\\\\\";comment", "!a\\b\"c REG_SZ 5c005c000000")]
    [InlineData("\"a\"=\"ü;#\"", "!a REG_SZ fc003b0023000000")]
    [InlineData("\"a\"=\"1\n2\"", "!a REG_SZ 31000a0032000000")]
    [InlineData("\"a\"=hex:", "!a REG_BINARY ")]
    [InlineData("\"a\"=hex:5,0A,", "!a REG_BINARY 050a")]
    [InlineData("\"a\"=hex(0):01", "!a REG_NONE 01")]
    [InlineData("\"a\"=hex(1):61,00", "!a REG_SZ 6100")]
    [InlineData("\"a\"=hex(4):01,02", "!a REG_DWORD 0102")]
    [InlineData("\"a\"=hex(b):01,00,00,00,00,00,00,00", "!a REG_QWORD 0100000000000000")]
    [InlineData("\"a\"=hex(7):61,00,00,00,00,00", "!a REG_MULTI_SZ 610000000000")]
    [InlineData("\"a\"=hex(ffffffff):01", "!a REG_0xffffffff 01")]
    [InlineData("\"a\"=hex(abcd):01,\\\n  02,\\ ;comment\n\n\t\n ;comment\n  03", "!a REG_0xabcd 010203")]
    [InlineData("\"a\"=hex:01,  \\\r  02", "!a REG_BINARY 0102")]
    public void The_importer_takes(string line, string expected)
    {
        var evidence = Read($"[HKLM\\A]\n{line}\n\"after\"=-");

        Assert.Equal($"HKLM\\A{expected}\ndelete HKLM\\A!after", evidence.PrintValues());
        Assert.Empty(evidence.Diagnostics);
    }

    [Fact]
    public void Any_name_and_text_that_regedit_can_write_is_read_back()
    {
        var random = new Random(1);
        for (var round = 0; round < 2000; round++)
        {
            var (name, text) = (Any(random, "\\\"[]=;-ab ü@"), Any(random, "\\\"[]=;-ab ü\r\n"));

            var seen = Read($"[HKLM\\A]\r\n\"{Quoted(name)}\"=\"{Quoted(text)}\"\r\n\"after\"=-").Observations;

            Assert.Equal(new Address.Registry(RegistryHalf.Machine, RegistryKey.LocalMachine.Below("A"), name), seen[1].Address);
            Assert.Equal(RegistryData.Text(RegistryType.String, text).Bytes.ToArray(), seen[1].Data().Bytes.ToArray());
            Assert.Equal("after", seen[2].Name());
        }
    }

    [Fact]
    public void A_continuation_may_be_cut_off_by_the_end_of_the_file() =>
        Assert.Equal(@"HKLM\A!a REG_BINARY 01", Read("[HKLM\\A]\n\"a\"=hex:01,\\").PrintValues());

    [Theory]
    [InlineData("\"a\"=")]
    [InlineData("\"a\"=text")]
    [InlineData("\"a\"=\"x\"y\"")]
    [InlineData("\"a\"=\"x\" # no comment")]
    [InlineData("\"a\"=\"C:\\new\"")]
    [InlineData("\"a\"=\"x\\0\"")]
    [InlineData("\"a\"=\"no end")]
    [InlineData("\"a\"=dword:")]
    [InlineData("\"a\"=dword:0000000g")]
    [InlineData("\"a\"=dword:000000001")]
    [InlineData("\"a\"=dword:0x1")]
    [InlineData("\"a\"=dword:12 34")]
    [InlineData("\"a\"=DWORD:1")]
    [InlineData("\"a\"=hex(100000000):01")]
    [InlineData("\"a\"=hex(0x2):01")]
    [InlineData("\"a\"=hex():01")]
    [InlineData("\"a\"=hex(2:01")]
    [InlineData("\"a\"=hex:01,100")]
    [InlineData("\"a\"=hex:,01")]
    [InlineData("\"a\"=hex:01,,02")]
    [InlineData("\"a\"=hex:01 02")]
    [InlineData("\"a\"=hex:01,0g,\\\n  02,\\\n  03")]
    [InlineData("\"a\"=hex:01\\\n  ,02")]
    [InlineData("\"a\"=hex:01,\\02")]
    [InlineData("\"a\"=hex:01,\\")]
    [InlineData("\"a\"=-x")]
    [InlineData("\"a\"=qword:1")]
    public void What_the_importer_skips_is_said_and_stays_unknown(string line)
    {
        var evidence = Read($"[HKLM\\A]\n{line}\n\"after\"=-");

        Assert.Equal("HKLM\\A!a\ndelete HKLM\\A!after", Readings.Lines(evidence.PrintValues().Split('\n').Select(seen => seen.Split(" Unreadable")[0])));
        Assert.Equal("RDP0108", Assert.Single(evidence.Diagnostics).Id);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("a\"=\"x\"")]
    [InlineData("\"a=x")]
    [InlineData("\"a\"")]
    [InlineData("\"a\"\"=\"x\"")]
    [InlineData("\"a\\b\"=\"x\"")]
    [InlineData("  02,03")]
    [InlineData("]")]
    public void Another_line_is_skipped_and_said(string line)
    {
        var evidence = Read($"[HKLM\\A]\n{line}\n\"after\"=-");

        Assert.Equal(@"delete HKLM\A!after", evidence.PrintValues());
        Assert.Equal("RDP0109", Assert.Single(evidence.Diagnostics).Id);
    }

    [Theory]
    [InlineData("[HKLM\\A")]
    [InlineData("[ HKLM\\A]")]
    [InlineData("[- HKLM\\A]")]
    [InlineData("[HKEY_CURRENT_USERS\\A]")]
    [InlineData("[Computer\\HKEY_LOCAL_MACHINE\\A]")]
    [InlineData("[HKLM:\\A]")]
    [InlineData("[]")]
    [InlineData("[-]")]
    public void A_wrong_key_is_skipped_with_its_values(string line)
    {
        var evidence = Read($"[HKLM\\Before]\n{line}\n\"a\"=\"b\"\n\"c\"=wrong\n[HKCU\\After]\n\"a\"=-");

        Assert.Equal("key HKLM\\Before\nkey HKCU\\After\ndelete HKCU\\After!a", evidence.Print());
        Assert.Equal("RDP0107", Assert.Single(evidence.Diagnostics).Id);
    }

    [Theory]
    [InlineData("\"a\"=\"b\"\n\"c\"=\"d\"\n", "")]
    [InlineData("[-HKLM\\A]\n\"a\"=\"b\"\n\"c\"=\"d\"\n", @"without HKLM\A")]
    public void Values_below_no_key_are_skipped_and_said_once(string text, string expected)
    {
        var evidence = Read(text);

        Assert.Equal(expected, evidence.Print());
        Assert.Equal("RDP0110", Assert.Single(evidence.Diagnostics).Id);
    }

    [Fact]
    public void Comments_and_blank_lines_say_nothing() =>
        Assert.Empty(Read("; one\n#two\n\n \t\n  ; \"a\"=\"b\"\n[HKLM\\A]\n;[HKLM\\B]\n").Diagnostics);

    [Theory]
    [InlineData("hex(2):fc,00", "REG_EXPAND_SZ fc000000")]
    [InlineData("hex(7):61,00,80,00,00", "REG_MULTI_SZ 61000000ac2000000000")]
    [InlineData("hex(1):61,00", "REG_SZ 61000000")]
    [InlineData("hex:fc,00", "REG_BINARY fc00")]
    [InlineData("hex(0):61", "REG_NONE 61")]
    [InlineData("\"ü\"", "REG_SZ fc000000")]
    public void Version_4_holds_text_in_ansi_bytes(string data, string expected)
    {
        var evidence = Reader.ReadAlone(Source.FromBytes("a.reg", Encoding.Latin1.GetBytes($"REGEDIT4\n\n[HKEY_CURRENT_USER\\A]\n\"v\"={data}\n")));

        Assert.Equal($@"HKCU\A!v {expected}", evidence.PrintValues());
    }

    /// <summary>Regedit prints the key that it was asked for and all below it, those that hold no value among them.</summary>
    [Theory]
    [InlineData("[HKLM\\A]", "HKLM\\A")]
    [InlineData("[HKLM\\A]\n\"v\"=dword:1\n[HKLM\\A\\B]\n[HKLM\\A\\B\\C]\n\"v\"=dword:1", "HKLM\\A")]
    [InlineData("[HKLM\\A]\n[HKLM\\A\\B]\n\"v\"=dword:1\n[HKLM\\AB]\n@=\"\"\n[HKLM\\AB\\C]", "HKLM\\A\nHKLM\\AB")]
    [InlineData("[HKU\\S-1-5-18]\n[HKLM]\n[HKLM\\A]", "HKU\\S-1-5-18\nHKLM")]
    [InlineData("[HKLM\\A]\n\"v\"=wrong\n[HKLM\\A\\B]", "HKLM\\A")]
    public void A_tree_that_is_printed_as_an_export_prints_it_is_covered(string text, string expected) =>
        Assert.Equal(expected, Read(text).PrintCoverage());

    /// <summary>A file that somebody wrote to be imported has what he wants to set, and what shall go.</summary>
    [Theory]
    [InlineData("a value and nothing else", "[HKLM\\A]\n\"v\"=dword:1")]
    [InlineData("values of several keys", "[HKLM\\A]\n\"v\"=dword:1\n[HKLM\\B]\n@=\"\"\n[HKLM\\B\\C]\n\"v\"=\"\"")]
    [InlineData("keys without those that hold them", "[HKLM\\A]\n[HKLM\\A\\B\\C]\n\"v\"=dword:1")]
    [InlineData("a key before the one that holds it", "[HKLM\\A]\n[HKLM\\A\\B\\C]\n[HKLM\\A\\B]")]
    [InlineData("a key that is deleted", "[-HKLM\\A]\n[HKLM\\B]")]
    [InlineData("a value that is deleted", "[HKLM\\A]\n[HKLM\\A\\B]\n\"v\"=-")]
    [InlineData("a value cut in two", "[HKLM\\A]\n\"v\n\"=dword:1")]
    [InlineData("a wrong key", "[HKLM\\A]\n[HKLM\\A\\B\n\"v\"=dword:1")]
    [InlineData("no key", "[wrong]")]
    public void Nothing_is_covered_by_a_file_that_is_no_whole_export(string why, string text) =>
        Assert.True(Read(text).Coverage.IsEmpty, why);

    [Fact]
    public void A_file_that_switches_Remote_Desktop_on_says_nothing_of_the_listener() =>
        Assert.DoesNotContain(
            Packs
                .Scan(
                    Repository.Pack,
                    Packs.Settings with
                    {
                        Roles = ["host"],
                    },
                    (
                        "enable.reg",
                        Version5
                            + "[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server]\n\"fDenyTSConnections\"=dword:00000000\n[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\TermService]\n\"Start\"=dword:00000003\n\"ObjectName\"=\"NT Authority\\\\NetworkService\"\n"
                    ))
                .Findings,
            finding => finding.Verdict == RdpCompliance.Engine.Findings.Verdict.Fail);

    [Theory]
    [InlineData(@"HKLM\SYSTEM\CurrentControlSet\A\*", "key HKLM\\SYSTEM\\ControlSet001\\A\\B\nHKLM\\SYSTEM\\ControlSet001\\A\\B!b REG_SZ 0000")]
    [InlineData(
        @"HKLM\system\controlset001\a\**",
        "key HKLM\\SYSTEM\\ControlSet001\\A\nHKLM\\SYSTEM\\ControlSet001\\A!a REG_SZ 0000\nkey HKLM\\SYSTEM\\ControlSet001\\A\\B\nHKLM\\SYSTEM\\ControlSet001\\A\\B!b REG_SZ 0000\nkey HKLM\\SYSTEM\\ControlSet001\\A\\B\\C\nHKLM\\SYSTEM\\ControlSet001\\A\\B\\C!c REG_SZ 0000"
    )]
    [InlineData(@"HKCU\A", "key HKCU\\A\nHKCU\\A!e REG_SZ 0000")]
    [InlineData(@"HKLM\OTHER", "")]
    public void Only_demanded_keys_are_read_and_all_printed_ones_covered(string demand, string expected)
    {
        var source = Source.FromText("a.reg", Version5 + """
            [HKEY_LOCAL_MACHINE\SYSTEM]
            [HKEY_LOCAL_MACHINE\SYSTEM\ControlSet001]
            [HKEY_LOCAL_MACHINE\SYSTEM\ControlSet001\A]
            "a"=""
            [HKEY_LOCAL_MACHINE\SYSTEM\ControlSet001\A\B]
            "b"=""
            [HKEY_LOCAL_MACHINE\SYSTEM\ControlSet001\A\B\C]
            "c"=""
            [HKEY_LOCAL_MACHINE\SYSTEM\Setup]
            "d"="wrong
            [HKEY_CURRENT_USER\A]
            "e"=""
            [HKEY_CURRENT_USER\A\B]
            """);

        var evidence = Reader.Read(new(source, Certainty.BySignature), ReadContext.Alone(source) with { Demand = new() { Keys = [demand] } });

        Assert.Equal(expected, evidence.Print());
        Assert.Equal("HKLM\\SYSTEM\nHKCU\\A", evidence.PrintCoverage());
        Assert.Empty(evidence.Diagnostics);
    }

    [Theory]
    [InlineData(@"HKEY_LOCAL_MACHINE\A", RegistryHalf.Machine)]
    [InlineData(@"HKEY_CLASSES_ROOT\A", RegistryHalf.Machine)]
    [InlineData(@"hkey_current_user\A", RegistryHalf.User)]
    [InlineData(@"HKEY_USERS\S-1-5-21-1\A", RegistryHalf.User)]
    public void The_root_says_which_half_a_key_belongs_to(string key, RegistryHalf half) =>
        Assert.Equal(half, Assert.IsType<Address.Registry>(Assert.Single(Read($"[{key}]").Observations).Address).Half);

    [Fact]
    public void Account_data_is_not_read()
    {
        var evidence = Read("[HKEY_LOCAL_MACHINE\\SAM\\SAM]\n\"F\"=hex:01\n\"V\"=hex:02\n[HKLM\\SECURITY\\Policy]\n@=hex:03\n[HKLM\\SAMPLE]\n\"a\"=-");

        Assert.Equal(@"delete HKLM\SAMPLE!a", evidence.PrintValues());
        Assert.Equal(DiagnosticEffect.Note, Assert.Single(evidence.Diagnostics).Effect);
    }

    [Theory]
    [InlineData("\"V\"=hex:secret")]
    [InlineData("secret")]
    public void Account_data_is_not_shown_where_it_is_wrong(string line) =>
        Assert.DoesNotContain(Read($"[HKLM\\SAM]\n{line}").Diagnostics, diagnostic => diagnostic.Message.Contains("secret", StringComparison.Ordinal));

    [Theory]
    [InlineData("Windows Registry Editor Version 4.00")]
    [InlineData("WINDOWS REGISTRY EDITOR VERSION 5.00")]
    [InlineData("REGEDIT")]
    [InlineData("REGEDIT4FOO")]
    [InlineData("\nREGEDIT4")]
    [InlineData("")]
    public void Any_other_header_is_refused(string header)
    {
        var evidence = Reader.ReadText($"{header}\n[HKLM\\A]\n\"v\"=-", "a.reg");

        Assert.Empty(evidence.Observations);
        Assert.Equal(DiagnosticEffect.Refusal, Assert.Single(evidence.Diagnostics).Effect);
    }

    [Theory]
    [InlineData("a.txt", "Windows Registry Editor Version 5.00\r\n", Certainty.BySignature)]
    [InlineData("a.txt", " \tREGEDIT4", Certainty.BySignature)]
    [InlineData("a.txt", "windows registry editor version 6", Certainty.ByShape)]
    [InlineData("A.REG", "anything", Certainty.ByName)]
    [InlineData("a.txt", "anything", null)]
    public void It_is_claimed_by_its_header(string name, string text, Certainty? certainty)
    {
        foreach (var encoding in (Encoding[])[Encoding.Unicode, Encoding.UTF8, Encoding.BigEndianUnicode])
        {
            Assert.Equal(certainty, Reader.ClaimAlone(name, [.. encoding.GetPreamble(), .. encoding.GetBytes(text)])?.Certainty);
        }
    }

    [Fact]
    public void It_is_state_of_the_machine_beside_which_it_lies() =>
        Assert.Equal(new Origin.Host(null, "srv1"), Reader.ReadText(Version5, "srv1/a.reg").Origin);

    [Fact]
    public void Quotes_that_never_close_cost_linear_time()
    {
        var text = Version5 + "[HKLM\\A]\r\n" + string.Concat(Enumerable.Repeat("\"a\"=\"\\\r\n", 1 << 18));

        var watch = ThreadTime.Start();
        Reader.ReadText(text, "a.reg");

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"2 MB took {watch.Elapsed}.");
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void Robust(string encoding) =>
        Robustness.Check(
            Reader,
            "a.reg",
            [
                .. Encoding.GetEncoding(encoding).GetPreamble(),
                .. Encoding
                    .GetEncoding(encoding)
                    .GetBytes(
                        $"{Version5}[HKEY_LOCAL_MACHINE\\A\\B]\r\n@=\"ü\"\r\n\"a\"=dword:00000001\r\n\"b\\\\\"=hex(7):61,00,00,00,\\\r\n  00,00\r\n\"c\"=-\r\n;x\r\n[-HKLM\\C]\r\n[HKU\\S-1]\r\n\"d\"=\"1\r\n2\"\r\n"
                    ),
            ]);

    private static string Any(Random random, string alphabet) =>
        string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => alphabet[random.Next(alphabet.Length)]));

    private static string Quoted(string text) => text.Replace("\\", "\\\\").Replace("\"", "\\\"");

    private static SourceEvidence Read(string text) => Reader.ReadText(Version5 + text, "a.reg");
}
