"""Names of people and places of the world as English speakers say them, where CMUdict lacks them or Anglicises wrongly.

Our own transcriptions, in misaki's notation; no list under a licence that allows packaging covers them.
"""

from __future__ import annotations

from audiobuild.pronunciation.tables import table

WORLD_NAMES: dict[str, str] = table(
    """
    Xavier zˈAviəɹ, Kierkegaard kˈɪɹkəɡˌɑɹd, Dvorak dvˈɔɹʒæk, Debussy dˌɛbjusˈi, Ravel ɹəvˈɛl, Rimbaud ɹæmbˈO
    Proust pɹˈust, Flaubert flObˈɛɹ, Baudelaire bOdəlˈɛɹ, Matisse mətˈis, Degas dAɡˈɑ, Cezanne sAzˈɑn
    Gauguin ɡOɡˈæn, Rodin ɹOdˈæn, Seurat səɹˈɑ, Baudrillard bOdɹijˈɑɹ, Bourdieu bʊɹdjˈu, Sartre sˈɑɹtɹə
    Barthes bˈɑɹt, Deleuze dəlˈuz, Poulenc pulˈæŋk, Berlioz bˈɛɹliOz, Truffaut tɹufˈO, Godard ɡOdˈɑɹ, Rohmer ɹOmˈɛɹ
    Macron məkɹˈɑn, Mbappe əmbɑpˈA, Tchaikovsky ʧIkˈɔfski, Dostoevsky dˌɔstəjˈɛfski, Gogol ɡˈOɡᵊl
    Zelensky zəlˈɛnski, Zelenskyy zəlˈɛnski, Lukashenko lˌukəʃˈɛŋkO, Kandinsky kændˈɪnski, Shostakovich ʃˌɑstəkˈOvɪʧ
    Prokofiev pɹəkˈOfiɛf, Tarkovsky tɑɹkˈɔfski, Eisenstein ˈIzənstˌIn, Akhmatova ɑkmˈɑtəvə, Bulgakov bulɡˈɑkəf
    Pasternak pˈæstəɹnˌæk, Mendeleev mˌɛndəlˈAəf, Lech lˈɛk, Walesa vəwˈɛnsə, Szymborska ʃɪmbˈɔɹskə, Lukasz wˈukɑʃ
    Krzysztof kʃˈɪʃtɔf, Kieslowski kˌiəslˈɔfski, Kosciuszko kɑʃˈuʃkO, Sienkiewicz ʃɛnkjˈAvɪʧ, Iga ˈiɡə
    Swiatek ʃviˈɔntɛk, Milosz mˈiwɔʃ, Lem lˈɛm, Tokarczuk tOkˈɑɹʧuk, Hrabal hɹˈɑbɑl, Janacek jˈænəʧɛk, Jagr jˈɑɡəɹ
    Havel hˈɑvᵊl, Smetana smˈɛtənə, Capek ʧˈɑpɛk, Djokovic ʤˈOkəvɪʧ, Modric mˈOdɹɪʧ, Jokic jˈOkɪʧ, Doncic dˈɑnʧɪʧ
    Milosevic mɪlˈOʃəvɪʧ, Ibrahimovic ˌibɹəhˈimOvɪʧ, Rakitic ɹˈækɪtˌɪʧ, Abramovic əbɹˈɑməvɪʧ, Kusturica kˈustəɹˌitsə
    Andric ˈɑndɹɪʧ, Munch mˈʊŋk, Knausgaard kənˈWsɡɔɹ, Soren sˈɔɹən, Kjell ʃˈɛl, Malmo mˈælmO, Sibelius sɪbˈAliəs
    Raikkonen ɹˈIkənən, Aalto ˈɑltO, Kimi kˈimi, Halldor hˈɑldɔɹ, Laxness lˈɑksnɛs, Ullmann ˈʊlmən
    Strindberg stɹˈɪndbɜɹɡ, Jansson jˈɑnsən, Wagner vˈɑɡnəɹ, Wittgenstein vˈɪtɡənʃtˌIn, Rilke ɹˈɪlkə, Hesse hˈɛsə
    Mann mˈɑn, Boll bˈɜɹl, Durer dˈʊɹəɹ, Goebbels ɡˈɜɹbəlz, Nietzsche nˈiʧə, Celan səlˈɑn, Sebald sˈAbɔlt
    Habermas hˈɑbəɹmˌɑs, Adorno ədˈɔɹnO, Schopenhauer ʃˈOpənhˌWəɹ, Giuseppe ʤusˈɛpi, Giovanni ʤOvˈɑni
    Antonioni ˌæntOniˈOni, Bvlgari bˈʊlɡəɹi, Ferragamo fˌɛɹəɡˈɑmO, Eco ˈɛkO, Gnocchi njˈɔki, Modigliani mˌOdɪljˈɑni
    Caravaggio kˌæɹəvˈɑʤO, Botticelli bˌɑtəʧˈɛli, Pasolini pˌɑsOlˈini, Borges bˈɔɹhAs, Bolano bOlˈɑnjO
    Bolaño bOlˈɑnjO, Guillermo ɡijˈɛɹmO, Xochitl sˈOʧitᵊl, Quixote kihˈOti, Julio hˈuliO, Bunuel bunwˈɛl
    Buñuel bunwˈɛl, Gaudi ɡˈWdi, Llosa jˈOsə, Neruda nAɹˈudə, Iglesias ɪɡlˈAsiəs, Almodovar ˌɑlmədˈOvɑɹ
    Marquez mˈɑɹkɛz, Cortazar kɔɹtˈɑzɑɹ, Allende ɑjˈɛndA, Guevara ɡəvˈɑɹə, Guadalajara ɡwˌɑdələhˈɑɹə
    Jimenez himˈAnɛz, Joao ʒwˈW, João ʒwˈW, Saramago sˌɑɹəmˈɑɡO, Pessoa pəsˈOə, Bolsonaro bˌOlsənˈɑɹO
    Ronaldinho ɹˌOnɑldˈinjO, Guimaraes ɡˌimɑɹˈIs, Magalhaes mˌɑɡəljˈIs, Coelho kOˈɛljO, Mourinho mOɹˈinjO
    Jobim ʒObˈim, Niemeyer nˈimIəɹ, Tagore təɡˈɔɹ, Rabindranath ɹəbˈɪndɹənˌɑt, Satyajit sˈʌtjəʤɪt
    Ramanujan ɹəmˈɑnʊʤən, Deepika dˈipɪkə, Aishwarya ˈIʃwəɹˌiə, Narendra nəɹˈɛndɹə, Priyanka pɹijˈɑŋkə
    Tendulkar tɛndˈulkɑɹ, Nadella nədˈɛlə, Sachin sˈʌʧɪn, Pichai pɪʧˈI, Khadija kədˈiʤə, Yousafzai jˌusəfzˈI
    Malala məlˈɑlə, Zaha zˈɑhə, Hosseini hOsˈAni, Khaled kˈɑlɪd, Mahfouz mɑfˈuz, Erdogan ˈɛɹdəwɑn, Erdoğan ˈɛɹdəwɑn
    Orhan ˈɔɹhɑn, Pamuk pɑmˈuk, Elif ɛlˈif, Shafak ʃɑfˈɑk, Cigdem ʧˈidɛm, Çiğdem ʧˈidɛm, Ataturk ˈætətˌɜɹk
    Harari hɑɹˈɑɹi, Yuval juvˈɑl, Netanyahu nˌɛtᵊnjˈɑhu, Khomeini kOmˈAni, Khamenei xˌɑmənˈA, Ghibli ʤˈɪbli
    Mishima mˈiʃimə, Yasunari jˌɑsunˈɑɹi, Natsume nɑtsˈumA, Soseki sˈOsAki, Kenzaburo kˌɛnzəbˈuɹO, Oe ˈOA
    Ohtani OtˈɑnI, Haruki hɑɹˈuki, Hayao hɑjˈɑO, Kawabata kˌɑwəbˈɑtə, Kusama kusˈɑmə, Yayoi jɑjˈOi
    Ishiguro ˌiʃiɡˈuɹO, Kazuo kəzˈuO, Shinzo ʃˈɪnzO, Shohei ʃOhˈA, Ichiro ˈiʧiɹO, Hokusai hˈOkusˌI, Basho bˈɑʃO
    Tanizaki tˌɑnizˈɑki, Kore-eda kˌOɹAˈAdə, Seung sˈʌŋ, Jeong ʤˈʌŋ, Yeol jˈʌl, Geun ɡˈʌn, Hye hjˈA, Hyun hjˈʌn
    Hyundai hˈʌndA, Psy sˈI, Jae ʤˈA, Joo ʤˈu, Choi ʧˈA, Thich tˈɪk, Nhat njˈɑt, Hanh hˈɑnjə, Phuong fˈʊŋ, Thuy twˈi
    Quoc kwˈɔk, Huynh wˈɪn, Nguyen wˈɪn, Pho fˈʌ, Dien djˈɛn, Jokowi ʤOkˈOwi, Widodo widˈOdO, Prabowo pɹəbˈOwO
    Mahathir məhˈɑtiəɹ, Duterte dutˈɛɹtA, Thaksin tˈɑksɪn, Shinawatra ʃˌɪnəwˈɑtɹə, Suu sˈu, Kyi ʧˈi, Aung ˈWŋ
    Anwar ˈɑnwɑɹ, Magsaysay mˌɑɡsIsˈI, Chinua ʧˈɪnwɑ, Chimamanda ʧˌimɑmˈɑndə, Ngozi əŋɡˈOzi, Adichie ədˈiʧiA
    Wole wˈOlA, Soyinka ʃOjˈɪŋkə, Thabo tˈɑbO, Mbeki əmbˈAki, Kwame kwˈɑmA, Nkrumah əŋkɹˈumə, Ngugi əŋɡˈuɡi
    Thiong'o θiˈɔŋO, Sadio sˈɑdiO, Lupita lupˈitə, Nyong'o njˈɔŋO, Eliud ˈɛliəd, Kipchoge kɪpʧˈOɡA, Haile hˈIli
    Tedros tˈAdɹOs, Adhanom ədhˈɑnəm, Kenyatta kɛnjˈɑtə, Niamh nˈiv, Aoife ˈifə, Caoimhe kˈivə, Eoin ˈOɪn
    Padraig pˈɔɹɪk, Ioan jˈOən, Gruffudd ɡɹˈɪfɪð, Llewelyn luˈɛlɪn, Yeats jˈAts, Eilidh ˈAli, Hermione həɹmˈIəni
    Caitriona kətɹˈinə, Cillian kˈɪliən, Domhnall dˈOnᵊl, Rhys ɹˈis, Aime AmˈA, Cesaire sAzˈɛɹ, Senghor sɑŋɡˈɔɹ
    Frantz fɹˈɑnts, Fanon fənˈɔn, Sankara sɑŋkˈɑɹə, Ousmane usmˈɑn
    """
)
