using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Host;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Readers.Host;

public sealed class EventXmlReaderTests
{
    private const string Termdd =
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='TermDD'/><EventID Qualifiers='49162'>56</EventID><Level>2</Level>"
        + "<TimeCreated SystemTime='2026-01-02T03:04:05.123456700Z'/><EventRecordID>4711</EventRecordID><Channel>System</Channel><Computer>pc1.contoso.com</Computer><Security/></System>"
        + "<EventData><Data>\\Device\\Termdd</Data><Data>10.0.0.5</Data><Binary>000005000200300000000000380000C0</Binary></EventData></Event>";

    private const string Logon =
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Security-Auditing' Guid='{54849625-5478-4994-a5ba-3e3b0328c30d}'/>"
        + "<EventID>4625</EventID><TimeCreated SystemTime='2026-01-02T03:05:00Z'/><EventRecordID>5</EventRecordID><Channel>Security</Channel><Computer>pc1.contoso.com</Computer></System>"
        + "<EventData><Data Name='Status'>0xc000015b</Data><Data Name='LogonType'>3</Data><Data Name='Empty'/></EventData></Event>";

    private const string UserData =
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-TerminalServices-LocalSessionManager'/><EventID>40</EventID>"
        + "<TimeCreated SystemTime='2026-01-02T03:05:00Z'/></System><UserData><EventXML xmlns='Event_NS'>\n<Session>2</Session>\n<Reason>12</Reason></EventXML></UserData>"
        + "<RenderingInfo Culture='de-DE'><Message>Sitzung</Message></RenderingInfo></Event>";

    [Fact]
    public void Several_events_need_no_element_around_them()
    {
        var evidence = new EventXmlReader().Read($"{Termdd}\r\n{Logon}\r\n{UserData}\r\n");

        Assert.Equal(
            "System/4711 Security/5 Microsoft-Windows-TerminalServices-LocalSessionManager/40/2026-01-02T03:05:00Z",
            string.Join(' ', evidence.Items.Select(item => item.Name)));
        Assert.Empty(evidence.Diagnostics);
    }

    [Fact]
    public void A_saved_list_with_a_root_is_the_same()
    {
        var text = $"<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\r\n<Events>{Termdd}{Logon}</Events>";

        Assert.Equal(Certainty.BySignature, new EventXmlReader().Claim(text)?.Certainty);
        Assert.Equal(2, new EventXmlReader().Read(text).Items.Length);
    }

    /// <summary>Declares version 1.1, bytes in Base64, an array of strings as one text.</summary>
    [Fact]
    public void The_dump_of_python_evtx_is_read()
    {
        const string Event =
            "<Event xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\"><System><Provider Name=\"TermDD\"></Provider>\n<EventID Qualifiers=\"49162\">56</EventID>\n"
            + "<TimeCreated SystemTime=\"2026-01-02 03:04:05.123456\"></TimeCreated>\n<EventRecordID>1</EventRecordID>\n<Channel>System</Channel>\n<Computer>pc1</Computer>\n</System>\n"
            + "<EventData><Data>&lt;string&gt;\\Device\\Termdd&lt;/string&gt;\n&lt;string&gt;&lt;/string&gt;\n&lt;string&gt;10.0.0.5&lt;/string&gt;\n</Data>\n<Binary>AAAFAAIAMAAAAAAAOAAAwA==</Binary>\n</EventData>\n</Event>\n";
        const string Declaration = "<?xml version=\"1.1\" encoding=\"utf-8\" standalone=\"yes\" ?>\n\n";

        // Several logs are dumped into one file.
        var evidence = new EventXmlReader()
            .Read($"{Declaration}<Events>\n{Event}</Events>\n{Declaration}<Events>\n{Event.Replace("ID>1<", "ID>2<", StringComparison.Ordinal)}</Events>\n");

        Assert.Empty(evidence.Diagnostics);
        Assert.Equal(["System/1", "System/2"], evidence.Items.Select(item => item.Name));
        Assert.All(evidence.Items, item => Assert.Equal(
            (@"\Device\Termdd, , 10.0.0.5", "000005000200300000000000380000C0", "2026-01-02T03:04:05Z"),
                (item.Value("data"), item.Value("binary"), item.Value("time"))));
    }

    [Theory]
    [InlineData("AAAFAAIAMAAAAAAAOAAAwA==", "000005000200300000000000380000C0")]
    [InlineData("0000000000000000", "0000000000000000")]
    [InlineData("00 00 0", null)]
    [InlineData("no bytes", null)]
    public void Bytes_are_hexadecimal_digits_or_Base64_and_else_unreadable(string written, string? digits)
    {
        var evidence = new EventXmlReader().Read(Termdd.Replace("000005000200300000000000380000C0", written, StringComparison.Ordinal));

        var value = Assert.Single(evidence.Items).Find("binary")?.Value;
        Assert.Equal(digits, (value as SettingValue.Text)?.Value);
        Assert.Equal(digits is null ? ["RDP0180"] : [], evidence.Diagnostics.Select(diagnostic => diagnostic.Id));
        Assert.Equal(digits is null, value is SettingValue.Unresolved { Reason: UnknownReason.Unreadable });
    }

    /// <summary>What the event viewer copies has a mark before each element that it unfolded.</summary>
    [Fact]
    public void A_copy_out_of_the_event_viewer_is_read()
    {
        var text = Termdd.Replace("<Event ", "- <Event ", StringComparison.Ordinal)
            .Replace("<System>", "\r\n- <System>\r\n  ", StringComparison.Ordinal)
            .Replace("<EventData>", "\r\n- <EventData>\r\n  ", StringComparison.Ordinal);

        var item = Assert.Single(new EventXmlReader().Read(text).Items);

        Assert.Equal(Certainty.BySignature, new EventXmlReader().Claim(text)?.Certainty);
        Assert.Equal(("System/4711", @"\Device\Termdd, 10.0.0.5"), (item.Name, item.Value("data")));
    }

    [Theory]
    [InlineData("provider", "TermDD")]
    [InlineData("id", "56")]
    [InlineData("level", "2")]
    [InlineData("time", "2026-01-02T03:04:05Z")]
    [InlineData("record-id", "4711")]
    [InlineData("channel", "System")]
    [InlineData("computer", "pc1.contoso.com")]
    [InlineData("data", @"\Device\Termdd, 10.0.0.5")]
    [InlineData("binary", "000005000200300000000000380000C0")]
    public void An_event_has_its_fields(string field, string value) =>
        Assert.Equal(value, Assert.Single(new EventXmlReader().Read(Termdd).Items).Value(field));

    [Fact]
    public void Named_values_are_fields_of_their_own()
    {
        var item = Assert.Single(new EventXmlReader().Read(Logon).Items);

        Assert.Equal("0xc000015b", item.Value("data.Status"));
        Assert.Equal("3", item.Value("data.LogonType"));
        Assert.Equal("", item.Value("data.Empty"));
    }

    [Fact]
    public void The_leaves_of_user_data_are_values_and_the_message_is_not()
    {
        var item = Assert.Single(new EventXmlReader().Read(UserData).Items);

        Assert.Equal("2, 12", item.Value("data"));
        Assert.Equal("12", item.Value("data.Reason"));
    }

    [Theory]
    [InlineData("<Data Name='A'>x</Data><Data Name='B'>[|a&amp;b|]</Data>", "data.B")]
    [InlineData("<Data Name='A'>x</Data>\r\n<Data Name='B'>[|y|]</Data>", "data.B")]
    [InlineData("<Data Name='A'>[|x</Data>\n<Data Name='B'>y|]</Data>", "data")]
    [InlineData("<Data>x</Data><Binary>[|00FF|]</Binary>", "binary")]
    public void A_value_is_placed_where_its_characters_are(string data, string field)
    {
        var (source, span) = MarkedText.One(
            $"\r\n{Logon}\r\n<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>\r\n<System><Provider Name='A'/></System><EventData>{data}</EventData></Event>"
        );

        Assert.Equal(span, new EventXmlReader().Read(source).Items[^1].Find(field)?.Location.Span);
    }

    [Fact]
    public void The_provider_is_placed_in_its_attribute()
    {
        var (source, span) = MarkedText.One(Termdd.Replace("'TermDD'", "'[|TermDD|]'", StringComparison.Ordinal));

        Assert.Equal(span, Assert.Single(new EventXmlReader().Read(source).Items).Find("provider")?.Location.Span);
    }

    [Fact]
    public void The_place_of_an_event_is_its_whole_element()
    {
        var (source, span) = MarkedText.One($"{Logon}\r\n[|{Termdd}|]\r\n");

        Assert.Equal(span, new EventXmlReader().Read(source).Items[1].Location.Span);
    }

    [Fact]
    public void Reading_goes_on_after_a_broken_event()
    {
        var evidence = new EventXmlReader().Read($"{Termdd}\n<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System></Systen>\n{Logon}");

        Assert.Equal("RDP0172", Assert.Single(evidence.Diagnostics).Id);
        Assert.Equal("56 4625", string.Join(' ', evidence.Items.Select(item => item.Value("id"))));
    }

    [Theory]
    [InlineData("<EventID>[|many|]</EventID>", "RDP0175")]
    [InlineData("<TimeCreated SystemTime='[|yesterday|]'/>", "RDP0176")]
    public void A_value_of_the_wrong_form_is_said_at_its_place(string element, string id)
    {
        var (source, span) = MarkedText.One($"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>{element}</System></Event>");

        var diagnostic = Assert.Single(new EventXmlReader().Read(source).Diagnostics);

        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(span, diagnostic.Location.Span);
    }

    [Fact]
    public void Events_of_one_computer_name_the_machine_and_events_of_several_do_not()
    {
        Assert.Equal("pc1", Machine(Termdd + Logon));
        Assert.Null(Machine(Termdd + Logon.Replace("pc1", "pc2", StringComparison.Ordinal)));

        static string? Machine(string text) => Assert.IsType<Origin.Host>(new EventXmlReader().Read(text).Origin).Machine;
    }

    [Fact]
    public void A_document_type_is_refused()
    {
        const string Bomb =
            "<!DOCTYPE e [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
            + "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System/><EventData><Data>&b;</Data></EventData></Event>";

        var evidence = new EventXmlReader().Read(Bomb);

        Assert.True(evidence.IsDamaged);
        Assert.Empty(evidence.Items);
    }

    [Fact]
    public void Many_broken_events_end_the_reading()
    {
        var evidence = new EventXmlReader().Read(string.Concat(Enumerable.Repeat("<Event <", 200_000)));

        Assert.Equal("RDP0173", evidence.Diagnostics[^1].Id);
        Assert.True(evidence.Diagnostics.Length < 200);
    }

    [Theory]
    [InlineData("<Task xmlns='http://schemas.microsoft.com/windows/2004/02/mit/task'></Task>")]
    [InlineData("see <Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>")]
    public void Other_texts_are_not_claimed(string text) => Assert.Null(new EventXmlReader().Claim(text));

    [Fact]
    public void Output_of_PowerShell_redirection_is_UTF16()
    {
        byte[] bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Termdd)];
        var source = Source.FromBytes("events.xml", bytes);

        Assert.NotNull(new EventXmlReader().Claim(source));
        Assert.Single(new EventXmlReader().Read(source).Items);
    }

    [Fact]
    public void Damaged_files_do_not_throw() =>
        Robustness.Check(new EventXmlReader(), "events.xml", Encoding.UTF8.GetBytes($"<Events>{Termdd}\r\n{Logon}\n{UserData}</Events>"));
}
